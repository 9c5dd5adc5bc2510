import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { syncRunPermission } from '@flyloft/plugin-inventory-common';
import { ConfigReader } from '@backstage/config';
import { readRoleGroups } from '@flyloft/backend-kit';
import { FlyloftPolicy } from './FlyloftPolicy';

describe('FlyloftPolicy', () => {
  const info = {
    userEntityRef: 'user:default/ivo',
    ownershipEntityRefs: ['user:default/ivo', 'group:default/flyloft-it'],
  };
  const policy = new FlyloftPolicy({
    roleGroups: readRoleGroups(
      new ConfigReader({ flyloft: { roles: { it: ['flyloft-it'] } } }),
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
});
