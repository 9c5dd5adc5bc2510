import type {
  AuthService,
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import type { Role, SecondFactorService } from '@flyloft/backend-kit';
import type { RoleService } from '@flyloft/plugin-site-node';
import { decide } from './decide';

/**
 * The portal's one policy. It is only ever asked about people: Backstage itself
 * decides about services and static tokens, from their access restrictions.
 */
export class FlyloftPolicy implements PermissionPolicy {
  constructor(
    private readonly options: {
      roles: Pick<RoleService, 'rolesOf'>;
      userInfo: UserInfoService;
      auth: Pick<AuthService, 'isPrincipal' | 'getLimitedUserToken'>;
      secondFactor: Pick<SecondFactorService, 'isProven'>;
      /** They count only in a session that began with a second factor. */
      secondFactorRoles: readonly Role[];
    },
  ) {}

  async handle(
    request: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) return { result: AuthorizeResult.DENY };

    const { ownershipEntityRefs } = await this.options.userInfo.getUserInfo(
      user.credentials,
    );
    return decide(request.permission, {
      roles: await this.rolesIn(user.credentials, ownershipEntityRefs),
      ownershipEntityRefs,
    });
  }

  /**
   * A role that was granted since the session began is judged at its next
   * renewal only: until then it must not count where it needs a second factor
   * that was not proved.
   */
  private async rolesIn(
    credentials: BackstageCredentials,
    ownershipEntityRefs: string[],
  ): Promise<Role[]> {
    const { roles, auth, secondFactor, secondFactorRoles } = this.options;
    const held = await roles.rolesOf(ownershipEntityRefs);
    if (!held.some(role => secondFactorRoles.includes(role))) return held;
    const isProven =
      auth.isPrincipal(credentials, 'user') &&
      (await secondFactor.isProven(
        (await auth.getLimitedUserToken(credentials)).token,
      ));
    return isProven
      ? held
      : held.filter(role => !secondFactorRoles.includes(role));
  }
}
