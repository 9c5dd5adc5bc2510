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
import type { RoleService } from '@flyloft/plugin-site-node';
import { decide } from './decide';

/**
 * The portal's one policy. It is only ever asked about people: Backstage itself
 * decides about services and static tokens, from their access restrictions.
 */
export class FlyloftPolicy implements PermissionPolicy {
  private readonly roles: Pick<RoleService, 'rolesOf'>;
  private readonly userInfo: UserInfoService;

  constructor(options: {
    roles: Pick<RoleService, 'rolesOf'>;
    userInfo: UserInfoService;
  }) {
    this.roles = options.roles;
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
      roles: await this.roles.rolesOf(ownershipEntityRefs),
      ownershipEntityRefs,
    });
  }
}
