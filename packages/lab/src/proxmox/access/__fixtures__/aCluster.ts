import { Access } from '../Access.ts';
import type { PoolMembership } from '../Permissions.ts';

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
export function aCluster(now?: () => number): Access {
  const access = new Access({ version: 9, pools, now });
  access.addGroup('g');
  access.addUser('a@pve', { password: 'secret-a' });
  access.addUser('b@pve', { password: 'secret-b', groups: ['g'] });
  access.addToken('a@pve', 'sep', 's1');
  access.addToken('a@pve', 'full', 's2', { privsep: false });
  return access;
}

/** True when somebody has a privilege on a path. */
export const may = (access: Access, who: string, path: string, privilege: string) =>
  access.permissions(who, path).has(privilege);

