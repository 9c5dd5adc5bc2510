/**
 * Who has which role on which path. Knows neither what a role grants nor the
 * pools: `Permissions` puts those together.
 */

/** Whose role an entry is. */
export type SubjectKind = 'user' | 'group' | 'token';

/** One row of the access control list. */
export interface AclEntry {
  path: string;
  kind: SubjectKind;
  /** A user id, a group id or `user@realm!token`. */
  subject: string;
  role: string;
  propagate: boolean;
}

/** Role by whether it propagates to what is below. */
export type RolesOnPath = ReadonlyMap<string, boolean>;

type Grants = Map<string, Map<string, boolean>>;
type Node = Record<SubjectKind, Grants>;

const none: RolesOnPath = new Map();

/** Paths from the root to the given one: `/`, `/vms`, `/vms/100`. */
function ancestry(path: string): string[] {
  const paths = ['/'];
  for (let at = path.indexOf('/', 1); at > 0; at = path.indexOf('/', at + 1)) {
    paths.push(path.slice(0, at));
  }
  if (path !== '/') paths.push(path);
  return paths;
}

/** Writes a path the way it is stored: one leading slash, none at the end. */
export function normalizePath(path: string): string {
  const trimmed = path.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
  return trimmed.startsWith('/') ? trimmed : `/${trimmed}`;
}

const aclPathPattern = new RegExp(
  `^(?:/|/access(?:/(?:groups|realm)(?:/[^/]+)?)?|/nodes(?:/[^/]+)?|/pool(?:/[^/]+){0,3}|` +
    `/sdn(?:/(?:zones(?:/[^/]+){0,3}|controllers(?:/[^/]+)?|dns(?:/[^/]+)?|ipams(?:/[^/]+)?|fabrics(?:/[^/]+)?))?|` +
    `/storage(?:/[^/]+)?|/vms(?:/[1-9][0-9]{2,})?|/mapping(?:/[^/]+){0,2})$`,
);

/** True for a path that an access control entry may stand on. */
export function isAclPath(path: string): boolean {
  return aclPathPattern.test(path);
}

export class AclTree {
  private nodes = new Map<string, Node>();

  /** Adds one entry, or changes whether it propagates. */
  add({ path, kind, subject, role, propagate }: AclEntry): void {
    let node = this.nodes.get(path);
    if (!node) {
      node = { user: new Map(), group: new Map(), token: new Map() };
      this.nodes.set(path, node);
    }
    const roles = node[kind].get(subject) ?? new Map<string, boolean>();
    roles.set(role, propagate);
    node[kind].set(subject, roles);
  }

  /** Takes one entry away; nothing happens when there is none. */
  remove({ path, kind, subject, role }: Omit<AclEntry, 'propagate'>): void {
    const node = this.nodes.get(path);
    const roles = node?.[kind].get(subject);
    if (!node || !roles) return;
    roles.delete(role);
    if (roles.size === 0) node[kind].delete(subject);
    const { user, group, token } = node;
    if (user.size + group.size + token.size === 0) this.nodes.delete(path);
  }

  /** Takes away every entry of a subject, wherever it stands. */
  forget(kind: SubjectKind, subject: string): void {
    for (const entry of this.entries()) {
      if (entry.kind === kind && entry.subject === subject) this.remove(entry);
    }
  }

  /** Every entry, by path. */
  entries(): AclEntry[] {
    const paths = [...this.nodes.keys()].sort();
    return paths.flatMap(path =>
      (['user', 'group', 'token'] as const).flatMap(kind =>
        [...(this.nodes.get(path)?.[kind] ?? [])].flatMap(([subject, roles]) =>
          [...roles].map(([role, propagate]) => ({
            path,
            kind,
            subject,
            role,
            propagate,
          })),
        ),
      ),
    );
  }

  /** The paths that entries stand on. */
  paths(): string[] {
    return [...this.nodes.keys()];
  }

  /** Puts other entries in the place of all there are. */
  replace(entries: Iterable<AclEntry>): void {
    this.nodes = new Map();
    for (const entry of entries) this.add(entry);
  }

  /**
   * The path's nearest ancestor (or itself) that carries entries. Two paths
   * with one and the same anchor, of which neither carries entries itself,
   * have the same roles: 100,000 guests need one computation.
   */
  anchorOf(path: string): string {
    for (let at = path; at.length > 1; at = at.slice(0, at.lastIndexOf('/'))) {
      if (this.nodes.has(at)) return at;
    }
    return '/';
  }

  /**
   * The roles a user (with these groups) or a token has on a path. A lower
   * entry replaces what came from above, an entry for oneself what one's
   * groups have, and NoAccess every other role.
   */
  rolesOn(
    path: string,
    subject: { kind: 'user' | 'token'; id: string; groups: Iterable<string> },
  ): RolesOnPath {
    let roles: RolesOnPath = none;
    for (const step of ancestry(path)) {
      const node = this.nodes.get(step);
      if (!node) continue;
      const exact = step === path;
      const own = effective([node[subject.kind].get(subject.id)], exact);
      const found =
        own ??
        effective(
          [...subject.groups].map(group => node.group.get(group)),
          exact,
        );
      if (found) roles = found;
    }
    if (!roles.has('NoAccess')) return roles;
    return new Map([['NoAccess', roles.get('NoAccess') ?? false]]);
  }
}

/** What of these grants holds here; undefined when nothing does. */
function effective(
  grants: Array<ReadonlyMap<string, boolean> | undefined>,
  exact: boolean,
): RolesOnPath | undefined {
  const roles = new Map<string, boolean>();
  for (const grant of grants) {
    for (const [role, propagate] of grant ?? []) {
      if (exact || propagate) roles.set(role, propagate);
    }
  }
  return roles.size > 0 ? roles : undefined;
}
