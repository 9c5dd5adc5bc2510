import {
  mayAskAgents,
  missingPrivileges,
  privilegeGap,
  requiredPrivileges,
  seesAllBackups,
} from './privileges';

const auditor = {
  '/': { 'VM.Audit': 1, 'Sys.Audit': 1, 'Datastore.Audit': 1, 'SDN.Audit': 1 },
};
const missing = (
  permissions: Parameters<typeof missingPrivileges>[0],
  version: string,
) =>
  missingPrivileges(permissions, requiredPrivileges(version, true)).map(
    each => each.privilege,
  );

it.each([
  ['8.4.1', 'VM.Monitor'],
  ['9.1.1', 'VM.GuestAgent.Audit'],
])('names what %s needs to ask agents: %s', (version, privilege) => {
  expect(missing(auditor, version)).toEqual([privilege]);
  const complete = { '/': { ...auditor['/'], [privilege]: 1 } };
  expect(missing(complete, version)).toEqual([]);
  expect(mayAskAgents(complete, version)).toBe(true);
  expect(mayAskAgents(auditor, version)).toBe(false);
});

it('asks for no agent privilege when agents are not asked', () => {
  expect(
    missingPrivileges(auditor, requiredPrivileges('9.1.1', false)),
  ).toEqual([]);
});

it('withholds the deletion of every kind when the ACL was emptied', () => {
  const gaps = missingPrivileges({}, requiredPrivileges('9.1.1', true)).map(
    each => privilegeGap({}, each),
  );
  expect(new Set(gaps.flatMap(gap => gap.withholdsDeletions))).toEqual(
    new Set(['guest', 'host', 'cluster', 'network', 'storage', 'image']),
  );
  expect(gaps[0].reason).toBe('VM.Audit on /vms is missing');
});

it('does not take a part for the whole', () => {
  const partly = { '/vms/100': { 'VM.Audit': 1 } };
  const [gap] = missingPrivileges(
    partly,
    requiredPrivileges('9.1.1', true),
  ).map(each => privilegeGap(partly, each));
  expect(gap.reason).toMatch(/^VM.Audit holds on parts of \/vms only/);
  expect(gap.withholdsDeletions).toContain('guest');
});

it.each([
  [{ '/': { 'VM.Backup': 1, 'Datastore.AllocateSpace': 1 } }, true],
  [{ '/storage': { 'Datastore.Allocate': 1 } }, true],
  [{ '/': { 'VM.Audit': 1, 'Datastore.Audit': 1 } }, false],
  [{ '/': { 'Datastore.AllocateSpace': 1 } }, false],
])('with %j sees all backups: %s', (permissions, whole) => {
  expect(seesAllBackups(permissions)).toBe(whole);
});
