import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { aCluster, may } from './__fixtures__/aCluster.ts';
import { Access } from './Access.ts';
import { builtInRoles, privilegesOf } from './privileges.ts';
import { ticketLifetimeSeconds } from './Tickets.ts';

describe('signing in', () => {
  const start = Date.UTC(2026, 0, 1);
  const unauthenticated = { status: 401 };

  test('a ticket lives two hours, and is renewed by giving it as the password', () => {
    let now = start;
    const access = aCluster(() => now);
    const first = access.signIn('a@pve', 'secret-a');
    now += (ticketLifetimeSeconds - 1) * 1000;
    const second = access.signIn('a@pve', first.ticket);
    now += 1000;
    assert.throws(
      () => access.authenticate({ ticket: first.ticket, changes: false }),
      unauthenticated,
    );
    assert.throws(() => access.signIn('a@pve', first.ticket), unauthenticated);
    const { ticket } = second;
    assert.equal(
      access.authenticate({ ticket, changes: false }).authId,
      'a@pve',
    );
  });

  test("a ticket is no other user's password, and no other's ticket after tampering", () => {
    const access = aCluster();
    const { ticket } = access.signIn('a@pve', 'secret-a');
    assert.throws(() => access.signIn('b@pve', ticket), unauthenticated);
    assert.throws(
      () =>
        access.authenticate({
          ticket: ticket.replace('a@pve', 'b@pve'),
          changes: false,
        }),
      unauthenticated,
    );
  });

  test("a change needs the user's own CSRF token, a read needs none", () => {
    const access = aCluster();
    const a = access.signIn('a@pve', 'secret-a');
    const b = access.signIn('b@pve', 'secret-b');
    const { ticket, csrfToken } = a;
    access.authenticate({ ticket, changes: false });
    access.authenticate({ ticket, csrfToken, changes: true });
    for (const wrong of [undefined, '', b.csrfToken]) {
      assert.throws(
        () => access.authenticate({ ticket, csrfToken: wrong, changes: true }),
        unauthenticated,
      );
    }
  });

  test('expired tickets are refused at once, and signing in again helps', () => {
    const access = aCluster();
    const { ticket } = access.signIn('a@pve', 'secret-a');
    access.expireTickets();
    assert.throws(
      () => access.authenticate({ ticket, changes: false }),
      unauthenticated,
    );
    const again = access.signIn('a@pve', 'secret-a');
    access.authenticate({ ticket: again.ticket, changes: false });
  });

  test('disabled and expired users and expired tokens are refused', () => {
    let now = start;
    const access = aCluster(() => now);
    const { ticket } = access.signIn('a@pve', 'secret-a');
    access.addToken('b@pve', 'short', 's', { expire: start / 1000 + 10 });
    const byToken = () =>
      access.authenticate({ apiToken: 'b@pve!short=s', changes: true });
    byToken();
    now += 11_000;
    assert.throws(byToken, unauthenticated);

    access.accounts.updateUser('a@pve', { enable: false });
    assert.throws(
      () => access.authenticate({ ticket, changes: false }),
      unauthenticated,
    );
    assert.throws(
      () => access.authenticate({ apiToken: 'a@pve!full=s2', changes: false }),
      unauthenticated,
    );
    assert.throws(() => access.signIn('a@pve', 'secret-a'), unauthenticated);
  });

  test('root cannot sign in until a password is set', () => {
    const access = aCluster();
    assert.throws(() => access.signIn('root@pam', ''), unauthenticated);
  });

  test('a console ticket opens one guest on one port for one caller, for a short while', () => {
    let now = start;
    const { tickets } = aCluster(() => now);
    const { ticket } = tickets.issueConsole('a@pve', '/vms/100', 5900);
    const opens = (who = 'a@pve', path = '/vms/100', port = 5900) =>
      tickets.isConsoleTicket(ticket, who, path, port);
    assert.ok(opens());
    assert.ok(!opens('b@pve'));
    assert.ok(!opens('a@pve', '/vms/101'));
    assert.ok(!opens('a@pve', '/vms/100', 5901));
    now += 60_000;
    assert.ok(!opens());
  });
});

describe('the list', () => {
  test('emptied, it grants nothing; put back, it grants what it did', () => {
    const access = aCluster();
    access.setAcl({ path: '/', roles: ['PVEAuditor'], users: ['a@pve'] });
    const before = access.acl.entries();
    const putBack = access.emptyAcl();
    assert.equal(access.permissions('a@pve', '/vms/100').size, 0);
    assert.deepEqual(access.permissionsOf('a@pve'), {});
    putBack();
    assert.deepEqual(access.acl.entries(), before);
    assert.ok(may(access, 'a@pve', '/vms/100', 'VM.Audit'));
  });

  test('who goes takes their entries along', () => {
    const access = aCluster();
    access.setAcl({
      path: '/vms',
      roles: ['PVEAuditor'],
      users: ['a@pve'],
      tokens: ['a@pve!sep'],
      groups: ['g'],
    });
    access.removeUser('a@pve');
    access.removeGroup('g');
    assert.deepEqual(access.acl.entries(), []);
  });

  test('a wrong path, role or subject changes nothing', () => {
    const access = aCluster();
    const change = { path: '/vms', roles: ['PVEAuditor'], users: ['a@pve'] };
    for (const wrong of [
      { path: '/vms/x' },
      { path: '/nope' },
      { roles: ['PVEAuditor', 'Nope'] },
      { users: ['a@pve', 'nope@pve'] },
      { groups: ['nope'] },
      { tokens: ['a@pve!nope'] },
    ]) {
      assert.throws(() => access.setAcl({ ...change, ...wrong }));
      assert.deepEqual(access.acl.entries(), [], JSON.stringify(wrong));
    }
  });
});

describe('roles by version', () => {
  test('9 has privileges for the guest agent where 8 has VM.Monitor', () => {
    const has = (version: 8 | 9, role: string, privilege: string) =>
      builtInRoles(version).get(role)?.privileges.has(privilege) ?? false;
    assert.ok(has(8, 'PVEVMAdmin', 'VM.Monitor'));
    assert.ok(!has(8, 'PVEAuditor', 'VM.Monitor'));
    assert.ok(!privilegesOf(8).includes('VM.GuestAgent.Audit'));
    assert.ok(has(9, 'PVEAuditor', 'VM.GuestAgent.Audit'));
    assert.ok(!privilegesOf(9).includes('VM.Monitor'));
  });

  test('a role cannot be given a privilege that the version does not have', () => {
    const eight = new Access({ version: 8 });
    const nine = new Access({ version: 9 });
    eight.setRole('Sync', ['VM.Audit', 'VM.Monitor']);
    nine.setRole('Sync', ['VM.Audit', 'VM.GuestAgent.Audit']);
    const refused = { status: 400 };
    assert.throws(() => nine.setRole('Sync', ['VM.Monitor']), refused);
    assert.throws(
      () => eight.setRole('Sync', ['VM.GuestAgent.Audit']),
      refused,
    );
    assert.throws(() => nine.setRole('PVEAuditor', ['VM.Audit']), {
      status: 500,
    });
  });

  test('the shipped roles are nested as their names promise', () => {
    for (const version of [8, 9] as const) {
      const roles = builtInRoles(version);
      const of = (role: string) => roles.get(role)?.privileges ?? new Set();
      const contains = (whole: string, part: string) =>
        [...of(part)].every(privilege => of(whole).has(privilege));
      assert.ok(contains('Administrator', 'PVEAdmin'));
      assert.ok(contains('PVEAdmin', 'PVEAuditor'));
      assert.ok(contains('PVEVMAdmin', 'PVEVMUser'));
      assert.ok(!contains('PVEVMUser', 'PVETemplateUser'));
      assert.equal(of('NoAccess').size, 0);
      assert.deepEqual([...of('Administrator')].sort(), privilegesOf(version));
    }
  });
});
