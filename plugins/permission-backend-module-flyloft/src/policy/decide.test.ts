import { catalogPermissions } from '@backstage/plugin-catalog-common/alpha';
import {
  AuthorizeResult,
  createPermission,
  type Permission,
} from '@backstage/plugin-permission-common';
import { type Role, roles } from '@flyloft/backend-kit';
import { auditPermissions } from '@flyloft/plugin-audit-common';
import { inventoryPermissions } from '@flyloft/plugin-inventory-common';
import { sessionPermissions } from '@flyloft/plugin-sessions-common';
import { sitePermissions } from '@flyloft/plugin-site-common';
import { decide } from './decide';
import { grants } from './grants';

const { ALLOW, CONDITIONAL, DENY } = AuthorizeResult;

/** One letter per role: all, own or none. */
type Row = Record<Role, 'a' | 'o' | '-'>;

function row(letters: string): Row {
  const cells = letters.split(' ');
  expect(cells).toHaveLength(roles.length);
  return Object.fromEntries(
    roles.map((role, index) => [role, cells[index]]),
  ) as Row;
}

//                        admin it ops org vdc eng viewer
const expected: Record<string, string> = {
  'inventory.guest.read': 'a a a o o o a',
  'inventory.guest.edit': 'a a a o o o -',
  'inventory.guest.override': 'a a a - - - -',
  'inventory.guest.delete': 'a a a - - - -',
  'inventory.machine.decide': 'a a a - - - -',
  'inventory.customField.manage': 'a a - - - - -',
  'inventory.infrastructure.read': 'a a a - - - a',
  'inventory.sync.run': 'a a a - - - -',
  'inventory.sync.confirm': 'a a a - - - -',
  'inventory.raw.read': 'a a - - - - -',
  'inventory.platform.manage': 'a a - - - - -',
  'inventory.token.manage': 'a a - - - - -',
  'audit.read': 'a a a - - - -',
  'audit.verify': 'a a - - - - -',
  'sessions.read': 'a a - - - - -',
  'sessions.end': 'a a - - - - -',
  'site.read': 'a a - - - - -',
  'site.settings.manage': 'a - - - - - -',
  'site.secrets.manage': 'a - - - - - -',
  'site.users.read': 'a a - - - - -',
  'site.roles.manage': 'a - - - - - -',
  'catalog.entity.read': 'a a a o o o a',
  'catalog.entity.refresh': 'a a - - - - -',
  'catalog.entity.create': '- - - - - - -',
  'catalog.entity.delete': '- - - - - - -',
  'catalog.entity.validate': '- - - - - - -',
  'catalog.location.read': 'a - - - - - -',
  'catalog.location.create': '- - - - - - -',
  'catalog.location.delete': '- - - - - - -',
  'catalog.location.analyze': '- - - - - - -',
  'catalog.ingestion.read': '- - - - - - -',
  'catalog.ingestion.manage': '- - - - - - -',
};

const permissions: Permission[] = [
  ...inventoryPermissions,
  ...auditPermissions,
  ...sessionPermissions,
  ...sitePermissions,
  ...catalogPermissions,
];
const ownershipEntityRefs = ['user:default/enid', 'group:default/team-web'];
const results = { a: ALLOW, o: CONDITIONAL, '-': DENY };

const resultFor = (permission: Permission, held: Role[]) =>
  decide(permission, { roles: held, ownershipEntityRefs }).result;

describe('the policy', () => {
  it('is written down here for every permission there is', () => {
    expect(permissions.map(each => each.name).sort()).toEqual(
      Object.keys(expected).sort(),
    );
  });

  it('grants nothing that is not written down here', () => {
    expect(Object.keys(expected)).toEqual(
      expect.arrayContaining(Object.keys(grants)),
    );
  });

  describe.each(permissions)('$name', permission => {
    it.each(roles)('for the role %s', role => {
      const cell = row(expected[permission.name])[role];
      expect(resultFor(permission, [role])).toBe(results[cell]);
    });

    it('is denied without a role', () => {
      expect(resultFor(permission, [])).toBe(DENY);
    });
  });

  it('denies a permission it does not know, to an admin too', () => {
    const unknown = createPermission({
      name: 'somebody.elses.permission',
      attributes: { action: 'read' },
    });
    const inherited = createPermission({ name: 'toString', attributes: {} });
    expect(resultFor(unknown, [...roles])).toBe(DENY);
    expect(resultFor(inherited, [...roles])).toBe(DENY);
  });

  it('takes the widest reach of several roles', () => {
    const [guestRead] = inventoryPermissions;
    expect(resultFor(guestRead, ['engineer', 'viewer'])).toBe(ALLOW);
    expect(resultFor(guestRead, ['engineer', 'vdc-admin'])).toBe(CONDITIONAL);
  });
});

describe("a tenant's view", () => {
  const asEngineer = (name: string) =>
    decide(
      permissions.find(each => each.name === name)!,
      {
        roles: ['engineer'],
        ownershipEntityRefs,
      },
    );

  it('holds the guests that the caller or their groups own', () => {
    expect(asEngineer('inventory.guest.read')).toEqual({
      result: CONDITIONAL,
      pluginId: 'inventory',
      resourceType: 'inventory-guest',
      conditions: {
        rule: 'IS_OWNED_BY',
        resourceType: 'inventory-guest',
        params: { owners: ownershipEntityRefs },
      },
    });
  });

  it('holds people and software of the catalog, and resources only when owned', () => {
    expect(asEngineer('catalog.entity.read')).toMatchObject({
      result: CONDITIONAL,
      pluginId: 'catalog',
      resourceType: 'catalog-entity',
      conditions: {
        anyOf: [
          {
            rule: 'IS_ENTITY_KIND',
            params: {
              kinds: expect.not.arrayContaining(['Resource']),
            },
          },
          {
            allOf: [
              { rule: 'IS_ENTITY_KIND', params: { kinds: ['Resource'] } },
              {
                rule: 'IS_ENTITY_OWNER',
                params: { claims: ownershipEntityRefs },
              },
            ],
          },
        ],
      },
    });
  });
});
