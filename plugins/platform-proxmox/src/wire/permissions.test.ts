import { hasPrivilege, hasPrivilegeBelow } from './permissions';

it('takes what the answer says for the path itself', () => {
  const permissions = { '/': { 'VM.Audit': 1 }, '/vms': { 'Sys.Audit': 1 } };
  expect(hasPrivilege(permissions, '/vms', 'VM.Audit')).toBe(false);
  expect(hasPrivilege(permissions, '/vms', 'Sys.Audit')).toBe(true);
});

it.each([
  [1, true],
  ['1', true],
  [0, false],
])('inherits from above when it propagates (%p)', (propagates, expected) => {
  const permissions = { '/': { 'VM.Audit': propagates } };
  expect(hasPrivilege(permissions, '/vms', 'VM.Audit')).toBe(expected);
  expect(hasPrivilege(permissions, '/', 'VM.Audit')).toBe(true);
});

it('finds nothing in an emptied ACL', () => {
  expect(hasPrivilege({}, '/', 'Sys.Audit')).toBe(false);
  expect(hasPrivilege({}, '/vms', 'VM.Audit')).toBe(false);
});

it('tells a privilege on a part from one elsewhere', () => {
  const permissions = {
    '/vms/100': { 'VM.Audit': 1 },
    '/vmsx': { 'VM.Clone': 1 },
  };
  expect(hasPrivilegeBelow(permissions, '/vms', 'VM.Audit')).toBe(true);
  expect(hasPrivilegeBelow(permissions, '/vms', 'VM.Clone')).toBe(false);
});
