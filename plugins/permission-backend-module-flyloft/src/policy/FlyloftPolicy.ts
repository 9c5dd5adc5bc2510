import type { UserInfoService } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { type RoleGroups, rolesOf } from '@flyloft/backend-kit';
import { decide } from './decide';

/**
 * The portal's one policy. It is only ever asked about people: Backstage itself
 * decides about services and static tokens, from their access restrictions.
 */
export class FlyloftPolicy implements PermissionPolicy {
  private readonly roleGroups: RoleGroups;
  private readonly userInfo: UserInfoService;

  constructor(options: { roleGroups: RoleGroups; userInfo: UserInfoService }) {
    this.roleGroups = options.roleGroups;
    this.userInfo = options.userInfo;
  }

  async handle(
    request: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) return { result: AuthorizeResult.DENY };

    const { ownershipEntityRefs } = await this.userInfo.getUserInfo(
      user.credentials,
    );
    return decide(request.permission, {
      roles: rolesOf(ownershipEntityRefs, this.roleGroups),
      ownershipEntityRefs,
    });
  }
}
