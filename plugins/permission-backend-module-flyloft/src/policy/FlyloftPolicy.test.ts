import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  guestReadPermission,
  syncRunPermission,
} from '@flyloft/plugin-inventory-common';
import { ConfigReader } from '@backstage/config';
import { readRoleGroups } from '@flyloft/backend-kit';
import { fixedRoles, HeldRoles } from '@flyloft/plugin-site-node';
import { FlyloftPolicy } from './FlyloftPolicy';

describe('FlyloftPolicy', () => {
  const info = {
    userEntityRef: 'user:default/ivo',
    ownershipEntityRefs: ['user:default/ivo', 'group:default/flyloft-it'],
  };
  const proven = {
    auth: mockServices.auth(),
    secondFactor: { isProven: async () => true },
    secondFactorRoles: ['it'] as const,
  };
  const policy = new FlyloftPolicy({
    ...proven,
    roles: fixedRoles(
      readRoleGroups(
        new ConfigReader({ flyloft: { roles: { it: ['flyloft-it'] } } }),
      ),
    ),
    userInfo: mockServices.userInfo.mock({ getUserInfo: async () => info }),
  });
  const request = { permission: syncRunPermission };

  it('denies whoever is not signed in', async () => {
    expect(await policy.handle(request)).toEqual({
      result: AuthorizeResult.DENY,
    });
  });

  it('takes the roles from the groups that the user info service knows', async () => {
    const user = { credentials: mockCredentials.user(), info };
    expect(await policy.handle(request, user)).toEqual({
      result: AuthorizeResult.ALLOW,
    });
  });

  it('takes what the portal granted beside the files, and no longer', async () => {
    const grants = [{ role: 'it', subjectRef: 'user:default/enid' }];
    const roles = new HeldRoles(
      readRoleGroups(new ConfigReader({})),
      async () => grants,
    );
    const enid = {
      userEntityRef: 'user:default/enid',
      ownershipEntityRefs: ['user:default/enid', 'group:default/engineers'],
    };
    const granted = new FlyloftPolicy({
      ...proven,
      roles,
      userInfo: mockServices.userInfo.mock({ getUserInfo: async () => enid }),
    });
    const user = { credentials: mockCredentials.user(), info: enid };
    expect(await granted.handle(request, user)).toEqual({
      result: AuthorizeResult.ALLOW,
    });
    grants.pop();
    roles.forget();
    expect(await granted.handle(request, user)).toEqual({
      result: AuthorizeResult.DENY,
    });
  });

  it('gives no rights of a role granted in mid-session before its second factor', async () => {
    const grants: Array<{ role: string; subjectRef: string }> = [];
    const roles = new HeldRoles(
      readRoleGroups(
        new ConfigReader({ flyloft: { roles: { engineer: ['engineers'] } } }),
      ),
      async () => grants,
    );
    const enid = {
      userEntityRef: 'user:default/enid',
      ownershipEntityRefs: ['user:default/enid', 'group:default/engineers'],
    };
    const asked: string[] = [];
    const inSession = (isProven: boolean) =>
      new FlyloftPolicy({
        ...proven,
        roles,
        userInfo: mockServices.userInfo.mock({ getUserInfo: async () => enid }),
        secondFactor: {
          isProven: async token => {
            asked.push(token);
            return isProven;
          },
        },
      });
    const user = { credentials: mockCredentials.user(), info: enid };
    const decided = async (isProven: boolean) =>
      (await inSession(isProven).handle(request, user)).result;
    expect(await decided(false)).toBe(AuthorizeResult.DENY);
    expect(asked).toEqual([]);
    grants.push({ role: 'it', subjectRef: 'user:default/enid' });
    roles.forget();
    expect(await decided(false)).toBe(AuthorizeResult.DENY);
    expect(asked).toHaveLength(1);
    expect(await decided(true)).toBe(AuthorizeResult.ALLOW);
    // What the role of the directory gives stays.
    const read = { permission: guestReadPermission };
    expect((await inSession(false).handle(read, user)).result).not.toBe(
      AuthorizeResult.DENY,
    );
  });
});
