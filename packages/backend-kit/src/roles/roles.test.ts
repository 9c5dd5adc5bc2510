import { ConfigReader } from '@backstage/config';
import { groupRefOfClaim, readRoleGroups, rolesOf } from './roles';

const configOf = (roles?: object) =>
  new ConfigReader(roles ? { flyloft: { roles } } : {});

describe('readRoleGroups', () => {
  it('reads groups as full refs, whatever their short form', () => {
    const groups = readRoleGroups(
      configOf({
        it: ['group:default/flyloft-it', 'NetOps'],
        'org-admin': ['group:other/leads'],
      }),
    );
    expect(groups.it).toEqual([
      'group:default/flyloft-it',
      'group:default/netops',
    ]);
    expect(groups['org-admin']).toEqual(['group:other/leads']);
    expect(groups.admin).toEqual([]);
  });

  it('gives nobody a role when nothing is configured', () => {
    const groups = readRoleGroups(configOf());
    expect(Object.values(groups).flat()).toEqual([]);
  });

  it('refuses a role that does not exist, and a role for a user', () => {
    expect(() => readRoleGroups(configOf({ root: ['x'] }))).toThrow(
      'flyloft.roles names root, which is no role',
    );
    expect(() =>
      readRoleGroups(configOf({ it: ['user:default/ivo'] })),
    ).toThrow('only groups hold roles');
  });
});

describe('rolesOf', () => {
  const groups = readRoleGroups(
    configOf({ viewer: ['viewers'], admin: ['admins'], it: ['admins'] }),
  );

  it.each([
    [[], []],
    [['user:default/viewers'], []],
    [['group:default/viewers'], ['viewer']],
    [
      ['group:default/Admins', 'group:default/viewers'],
      ['admin', 'it', 'viewer'],
    ],
    [['group:other/admins'], []],
  ])('%j gives %j', (memberships, expected) => {
    expect(rolesOf(memberships, groups)).toEqual(expected);
  });
});

describe('groupRefOfClaim', () => {
  it.each([
    ['engineers', 'group:default/engineers'],
    ['/teams/team-web', 'group:default/team-web'],
    ['Ops & Co', 'group:default/ops---co'],
  ])('%s is %s', (claim, ref) => {
    expect(groupRefOfClaim(claim)).toBe(ref);
  });

  it('never takes an empty claim for a group', () => {
    expect(groupRefOfClaim('/')).toBe('group:default/');
  });
});
