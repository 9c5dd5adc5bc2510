import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { aCluster, may } from './__fixtures__/aCluster.ts';
import type { Access } from './Access.ts';
import { builtInRoles, privilegesOf } from './privileges.ts';

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
