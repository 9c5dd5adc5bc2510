import type { Accounts } from './Accounts.ts';
import type { AclTree, RolesOnPath } from './AclTree.ts';
import { parseAuthId } from './authId.ts';
import type { Role } from './privileges.ts';

/** Privilege by whether it propagates to what is below. */
export type Privileges = ReadonlyMap<string, boolean>;

/** Which guests and storages are in which pool; the world knows. */
export interface PoolMembership {
  /** The pools a guest (`vms`, by its id) or a storage is in. */
  poolsOf(kind: 'vms' | 'storage', id: string): readonly string[];
  /** The paths (`/vms/100`, `/storage/nfs`) of everything that is in a pool. */
  memberPaths(): Iterable<string>;
}

const nothing: Privileges = new Map();

/** Paths that a summary of somebody's permissions always looks at. */
const topPaths = [
  '/',
  '/access',
  '/access/groups',
  '/nodes',
  '/pool',
  '/sdn',
  '/storage',
  '/vms',
];

/** Which privileges the sections of a ticket's `cap` are about. */
const capabilitySections: Readonly<Record<string, RegExp>> = {
  access: /^(?:(?:User|Group)\.|Permissions\.Modify)/,
  dc: /^(?:Sys\.Audit|Sys\.Modify|SDN\.)/,
  mapping: /^(?:Mapping\.|Permissions\.Modify)/,
  nodes: /^(?:Sys\.|Permissions\.Modify)/,
  sdn: /^(?:SDN\.|Permissions\.Modify)/,
  storage: /^(?:Datastore\.|Permissions\.Modify)/,
  vms: /^(?:VM\.|Permissions\.Modify)/,
};

/**
 * What somebody may do on a path: roles from the access control list and from
 * pools, turned into privileges. A token with privilege separation has what
 * both its user and the token itself were granted.
 */
export class Permissions {
  private readonly accounts: Accounts;
  private readonly acl: AclTree;
  private readonly roles: ReadonlyMap<string, Role>;
  private readonly pools: PoolMembership;
  private cache = new Map<string, Privileges>();

  constructor(parts: {
    accounts: Accounts;
    acl: AclTree;
    roles: ReadonlyMap<string, Role>;
    pools: PoolMembership;
  }) {
    this.accounts = parts.accounts;
    this.acl = parts.acl;
    this.roles = parts.roles;
    this.pools = parts.pools;
  }

  /** To be called after every change of accounts, roles or the list. */
  changed(): void {
    this.cache = new Map();
  }

  /** Every privilege on the path. Nobody and unknown ones have none. */
  on(authId: string, path: string): Privileges {
    if (authId === 'root@pam') return this.everything();
    const pools = this.poolsOf(path);
    const anchor = this.acl.anchorOf(path);
    const key = `${authId} ${anchor === path ? '=' : '<'}${anchor} ${pools.join(' ')}`;
    let privileges = this.cache.get(key);
    if (!privileges) {
      privileges = this.compute(authId, path, pools);
      this.cache.set(key, privileges);
    }
    return privileges;
  }

  /** What GET /access/permissions answers: paths without a privilege are left out. */
  summary(authId: string): Record<string, Privileges> {
    const paths = new Set([
      ...topPaths,
      ...this.acl.paths(),
      ...this.pools.memberPaths(),
    ]);
    const found: Record<string, Privileges> = {};
    for (const path of paths) {
      const privileges = this.on(authId, path);
      if (privileges.size > 0) found[path] = privileges;
    }
    return found;
  }

  /** The `cap` of a ticket: what a user interface should offer at all. */
  capabilities(authId: string): Record<string, Record<string, 1>> {
    const paths = new Set([
      '/',
      '/nodes',
      '/access/groups',
      '/vms',
      '/storage',
      '/sdn',
      '/mapping',
      ...this.acl.paths(),
    ]);
    const all = new Set(
      [...paths].flatMap(path => [...this.on(authId, path).keys()]),
    );
    return Object.fromEntries(
      Object.entries(capabilitySections).map(([section, belongs]) => [
        section,
        Object.fromEntries(
          [...all]
            .filter(privilege => belongs.test(privilege))
            .map(privilege => [privilege, 1 as const]),
        ),
      ]),
    );
  }

  private everything(): Privileges {
    const all = this.roles.get('Administrator')?.privileges ?? [];
    return new Map([...all].map(privilege => [privilege, true]));
  }

  private poolsOf(path: string): readonly string[] {
    const member = /^\/(vms|storage)\/([^/]+)$/.exec(path);
    if (!member?.[2]) return [];
    return this.pools.poolsOf(member[1] as 'vms' | 'storage', member[2]);
  }

  private compute(
    authId: string,
    path: string,
    pools: readonly string[],
  ): Privileges {
    const id = parseAuthId(authId);
    const user = id && this.accounts.find(id.userId);
    if (!user) return nothing;
    if (id.tokenId === undefined) {
      return this.granted(
        { kind: 'user', id: authId, groups: user.groups },
        path,
        pools,
      );
    }
    const token = user.tokens.get(id.tokenId);
    if (!token) return nothing;
    const ofUser = this.on(id.userId, path);
    if (!token.privsep) return ofUser;
    const ofToken = this.granted(
      { kind: 'token', id: authId, groups: [] },
      path,
      pools,
    );
    return new Map(
      [...ofToken]
        .filter(([privilege]) => ofUser.has(privilege))
        .map(([privilege, propagate]) => [
          privilege,
          propagate && ofUser.get(privilege) === true,
        ]),
    );
  }

  private granted(
    subject: { kind: 'user' | 'token'; id: string; groups: Iterable<string> },
    path: string,
    pools: readonly string[],
  ): Privileges {
    const direct = this.acl.rolesOn(path, subject);
    const roles = withPools(
      direct,
      pools.map(pool => this.acl.rolesOn(`/pool/${pool}`, subject)),
    );
    const privileges = new Map<string, boolean>();
    for (const [role, propagate] of roles) {
      for (const privilege of this.roles.get(role)?.privileges ?? []) {
        privileges.set(privilege, privileges.get(privilege) || propagate);
      }
    }
    return privileges;
  }
}

/**
 * Adds the roles that come from pools. They never propagate, and NoAccess,
 * from whichever side, wins.
 */
function withPools(
  direct: RolesOnPath,
  fromPools: readonly RolesOnPath[],
): RolesOnPath {
  if (direct.has('NoAccess')) return direct;
  if (fromPools.some(roles => roles.has('NoAccess'))) {
    return new Map([['NoAccess', false]]);
  }
  const roles = new Map(direct);
  for (const role of fromPools.flatMap(found => [...found.keys()])) {
    if (!roles.has(role)) roles.set(role, false);
  }
  return roles;
}
