import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Access } from './Access.ts';
import type { PoolMembership } from './Permissions.ts';
import { builtInRoles, privilegesOf } from './privileges.ts';
import { ticketLifetimeSeconds } from './Tickets.ts';

/** `blue` holds guest 100 and the storage `nfs`; `blue/inner` holds guest 101. */
const pooled = new Map([
  ['/vms/100', ['blue']],
  ['/storage/nfs', ['blue']],
  ['/vms/101', ['blue/inner']],
]);

const pools: PoolMembership = {
  poolsOf: (kind, id) => pooled.get(`/${kind}/${id}`) ?? [],
  memberPaths: () => pooled.keys(),
};

/** A cluster with users a and b, b in group g, and a's tokens `sep` and `full`. */
function aCluster(now?: () => number): Access {
  const access = new Access({ version: 9, pools, now });
  access.addGroup('g');
  access.addUser('a@pve', { password: 'secret-a' });
  access.addUser('b@pve', { password: 'secret-b', groups: ['g'] });
  access.addToken('a@pve', 'sep', 's1');
  access.addToken('a@pve', 'full', 's2', { privsep: false });
  return access;
}

const may = (access: Access, who: string, path: string, privilege: string) =>
  access.permissions(who, path).has(privilege);

describe('roles on paths', () => {
  test('a role holds below its path only when it propagates', () => {
    const access = aCluster();
    access.setAcl({ path: '/vms', roles: ['PVEAuditor'], users: ['a@pve'] });
    access.setAcl({
      path: '/nodes',
      roles: ['PVEAuditor'],
      users: ['a@pve'],
      propagate: false,
    });
    assert.ok(may(access, 'a@pve', '/vms/100', 'VM.Audit'));
    assert.ok(may(access, 'a@pve', '/nodes', 'Sys.Audit'));
    assert.ok(!may(access, 'a@pve', '/nodes/pve1', 'Sys.Audit'));
    assert.ok(!may(access, 'a@pve', '/', 'VM.Audit'));
    assert.ok(!may(access, 'b@pve', '/vms/100', 'VM.Audit'));
  });

  test('a lower entry replaces what came from above', () => {
    const access = aCluster();
    access.setAcl({ path: '/', roles: ['Administrator'], users: ['a@pve'] });
    access.setAcl({
      path: '/vms/102',
      roles: ['PVEAuditor'],
      users: ['a@pve'],
    });
    assert.ok(may(access, 'a@pve', '/vms/101', 'VM.PowerMgmt'));
    assert.ok(!may(access, 'a@pve', '/vms/102', 'VM.PowerMgmt'));
    assert.ok(may(access, 'a@pve', '/vms/102', 'VM.Audit'));
  });

  test("one's own entry wins over that of one's group on the same path", () => {
    const access = aCluster();
    access.setAcl({ path: '/vms', roles: ['PVEVMAdmin'], groups: ['g'] });
    assert.ok(may(access, 'b@pve', '/vms/100', 'VM.Allocate'));
    access.setAcl({ path: '/vms', roles: ['PVEAuditor'], users: ['b@pve'] });
    assert.ok(!may(access, 'b@pve', '/vms/100', 'VM.Allocate'));
  });

  test('NoAccess beats every other role on its path', () => {
    const access = aCluster();
    access.setAcl({
      path: '/vms/100',
      roles: ['NoAccess', 'PVEVMAdmin'],
      users: ['a@pve'],
    });
    assert.equal(access.permissions('a@pve', '/vms/100').size, 0);
  });

  test('root may do everything, everywhere', () => {
    const access = aCluster();
    for (const privilege of privilegesOf(9)) {
      assert.ok(may(access, 'root@pam', '/anything', privilege), privilege);
    }
  });

  test('what is not granted to anybody known is granted to nobody', () => {
    const access = aCluster();
    for (const who of ['', 'nobody@pve', 'a@pve!missing', 'root@pam!missing']) {
      assert.equal(access.permissions(who, '/').size, 0, who);
    }
  });
});

describe('pools', () => {
  test("a role on a pool holds on the pool's guests and storages, and does not propagate", () => {
    const access = aCluster();
    access.setAcl({
      path: '/pool/blue',
      roles: ['PVEVMUser'],
      users: ['a@pve'],
    });
    assert.equal(
      access.permissions('a@pve', '/vms/100').get('VM.Audit'),
      false,
    );
    assert.ok(access.permissions('a@pve', '/storage/nfs').size > 0);
    // Pools nest: what propagates on the outer one holds in the inner one.
    assert.ok(may(access, 'a@pve', '/vms/101', 'VM.Audit'));
    assert.ok(!may(access, 'a@pve', '/vms/102', 'VM.Audit'));
  });

  test('NoAccess on the pool takes away what the guest itself grants, and the other way round', () => {
    const access = aCluster();
    access.setAcl({
      path: '/vms/100',
      roles: ['PVEAuditor'],
      users: ['a@pve'],
    });
    access.setAcl({
      path: '/pool/blue',
      roles: ['NoAccess'],
      users: ['a@pve'],
    });
    assert.equal(access.permissions('a@pve', '/vms/100').size, 0);

    access.setAcl({
      path: '/pool/blue',
      roles: ['PVEAdmin'],
      users: ['b@pve'],
    });
    access.setAcl({ path: '/vms/100', roles: ['NoAccess'], users: ['b@pve'] });
    assert.equal(access.permissions('b@pve', '/vms/100').size, 0);
  });
});

describe('tokens', () => {
  test('with separation a token has what both it and its user were granted', () => {
    const access = aCluster();
    access.setAcl({ path: '/', roles: ['PVEAuditor'], users: ['a@pve'] });
    assert.equal(access.permissions('a@pve!sep', '/vms/100').size, 0);
    access.setAcl({
      path: '/vms',
      roles: ['PVEVMAdmin'],
      tokens: ['a@pve!sep'],
    });
    assert.deepEqual(
      [...access.permissions('a@pve!sep', '/vms/100').keys()].sort(),
      ['VM.Audit', 'VM.GuestAgent.Audit'],
    );
  });

  test('without separation a token has what its user has', () => {
    const access = aCluster();
    access.setAcl({ path: '/', roles: ['PVEAdmin'], users: ['a@pve'] });
    assert.deepEqual(
      access.permissions('a@pve!full', '/vms/100'),
      access.permissions('a@pve', '/vms/100'),
    );
  });

  test('a token of root is not root', () => {
    const access = aCluster();
    access.addToken('root@pam', 'sep', 's');
    access.addToken('root@pam', 'full', 's', { privsep: false });
    assert.equal(access.permissions('root@pam!sep', '/').size, 0);
    assert.ok(may(access, 'root@pam!full', '/', 'Sys.Modify'));
    assert.equal(access.caller('root@pam!full').isRoot, false);
  });

  const paths = ['/', '/vms', '/vms/100', '/vms/101', '/pool', '/pool/blue'];
  const roles = [...builtInRoles(9).keys()];
  const change = fc.record({
    path: fc.constantFrom(...paths),
    roles: fc.subarray(roles, { minLength: 1, maxLength: 3 }),
    propagate: fc.boolean(),
    who: fc.constantFrom('user', 'token', 'group'),
  });

  test('a token never has more than its user, whatever the list says', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), changes => {
        const access = aCluster();
        access.addToken('b@pve', 'sep', 's');
        for (const { who, ...rest } of changes) {
          access.setAcl({
            ...rest,
            users: who === 'user' ? ['b@pve'] : [],
            tokens: who === 'token' ? ['b@pve!sep'] : [],
            groups: who === 'group' ? ['g'] : [],
          });
        }
        for (const path of [...paths, '/storage/nfs', '/vms/999']) {
          const ofUser = access.permissions('b@pve', path);
          for (const [name, propagate] of access.permissions(
            'b@pve!sep',
            path,
          )) {
            assert.ok(ofUser.has(name), `${name} on ${path}`);
            assert.ok(!propagate || ofUser.get(name), `${name} below ${path}`);
          }
        }
      }),
    );
  });

  test('what is remembered of a path is what a fresh look at the list gives', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), changes => {
        const used = aCluster();
        const apply = (access: Access, { who, ...rest }: (typeof changes)[0]) =>
          access.setAcl({
            ...rest,
            users: who === 'user' ? ['a@pve'] : [],
            tokens: who === 'token' ? ['a@pve!sep'] : [],
            groups: who === 'group' ? ['g'] : [],
          });
        for (const one of changes) {
          for (const path of paths) used.permissions('a@pve!sep', path);
          apply(used, one);
        }
        for (const path of [...paths, '/vms/999']) {
          const fresh = aCluster();
          for (const one of changes) apply(fresh, one);
          for (const who of ['a@pve', 'a@pve!sep', 'b@pve']) {
            assert.deepEqual(
              used.permissions(who, path),
              fresh.permissions(who, path),
            );
          }
        }
      }),
    );
  });
});

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

test('a hundred thousand guests are filtered in well under a second', () => {
  const access = aCluster();
  access.setAcl({ path: '/vms', roles: ['PVEAuditor'], users: ['a@pve'] });
  access.setAcl({ path: '/vms', roles: ['PVEAuditor'], tokens: ['a@pve!sep'] });
  const caller = access.caller('a@pve!sep');
  const started = performance.now();
  for (let vmid = 1000; vmid < 101_000; vmid++) {
    assert.ok(caller.has(`/vms/${vmid}`, 'VM.Audit'));
  }
  assert.ok(performance.now() - started < 1000);
});
