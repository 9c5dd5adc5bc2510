import type { IncomingMessage, ServerResponse } from 'node:http';
import type { People } from '../directory/people.ts';
import type { FaultSwitch, PagedList } from '../faults.ts';
import { adminAudience } from '../provider.ts';
import type { IdentityKeys } from '../sessions/KeyStore.ts';
import { readAccessToken } from './accessToken.ts';
import { groupRepresentation, userRepresentation } from './representations.ts';

type Answer = { status: number; body: unknown };
type Range = { first: number; max: number | undefined; brief: boolean };

const defaultPageSize = 100;

/**
 * Keycloak's admin REST API, as far as users and groups are read from it. It
 * deliberately writes nothing: the lab's people are made from a seed.
 */
export class AdminApi {
  private readonly issuer: string;
  private readonly realm: string;
  private readonly keys: IdentityKeys;
  private readonly people: People;
  private readonly faults: FaultSwitch;

  constructor(options: {
    issuer: string;
    realm: string;
    keys: IdentityKeys;
    people: People;
    faults: FaultSwitch;
  }) {
    this.issuer = options.issuer;
    this.realm = options.realm;
    this.keys = options.keys;
    this.people = options.people;
    this.faults = options.faults;
  }

  handle(req: IncomingMessage, res: ServerResponse, url: URL): void {
    const { status, body } = this.answer(req, url);
    res.writeHead(status, {
      'content-type': 'application/json',
      'cache-control': 'no-cache',
    });
    res.end(JSON.stringify(body));
  }

  private answer(req: IncomingMessage, url: URL): Answer {
    if (this.faults.isDown) return failure(503, 'HTTP 503 Service Unavailable');
    const refusal = this.refusalOf(req);
    if (refusal) return refusal;
    if (req.method !== 'GET')
      return failure(405, 'HTTP 405 Method Not Allowed');

    if (url.pathname === '/admin/serverinfo') {
      return found({ systemInfo: { version: '26.4.0' } });
    }
    const prefix = `/admin/realms/${this.realm}`;
    if (!url.pathname.startsWith(`${prefix}/`))
      return failure(404, 'Realm not found.');

    // Clients put a slash behind a list's name.
    const [noun, id, part] = url.pathname
      .slice(prefix.length + 1)
      .split('/')
      .filter(Boolean);
    const range = rangeOf(url);
    if (noun === 'users') return this.users(id, part, range);
    if (noun === 'groups') return this.groups(id, part, range);
    return failure(404, 'HTTP 404 Not Found');
  }

  /** Only the directory's service account may read; a signed-in person's token may not. */
  private refusalOf(req: IncomingMessage): Answer | undefined {
    const token = /^Bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1];
    const claims =
      token &&
      readAccessToken(token, {
        key: this.keys.signing,
        issuer: this.issuer,
        nowMilliseconds: Date.now(),
      });
    if (!claims) return failure(401, 'HTTP 401 Unauthorized');
    return claims.aud === adminAudience
      ? undefined
      : failure(403, 'HTTP 403 Forbidden');
  }

  private users(
    id: string | undefined,
    part: string | undefined,
    range: Range,
  ): Answer {
    const { users, groups } = this.people;
    if (id === undefined) {
      const rows = users.map(user => userRepresentation(user, range));
      return this.page('users', rows, {
        ...range,
        max: range.max ?? defaultPageSize,
      });
    }
    if (id === 'count')
      return found(this.faults.countOf('users', users.length));

    const user = users.find(each => each.id === id);
    if (!user) return failure(404, 'User not found');
    if (part === undefined)
      return found(userRepresentation(user, { brief: false }));
    if (part !== 'groups') return failure(404, 'HTTP 404 Not Found');
    const own = groups.filter(group => user.groups.includes(group.name));
    return found(
      own.map(group => groupRepresentation(group, this.people, range)),
    );
  }

  private groups(
    id: string | undefined,
    part: string | undefined,
    range: Range,
  ): Answer {
    const { users, groups } = this.people;
    const show = (parent: string | null) =>
      groups
        .filter(group => group.parent === parent)
        .map(group => groupRepresentation(group, this.people, range));

    if (id === undefined) return this.page('groups', show(null), range);
    // All groups, also the ones below another, are counted: clients ask for empty pages then.
    if (id === 'count')
      return found({ count: this.faults.countOf('groups', groups.length) });

    const group = groups.find(each => each.id === id);
    if (!group) return failure(404, 'Could not find group by id');
    if (part === undefined) {
      return found(groupRepresentation(group, this.people, { brief: false }));
    }
    if (part === 'children') return found(cut(show(group.name), range));
    if (part !== 'members') return failure(404, 'HTTP 404 Not Found');
    const members = users.filter(user => user.groups.includes(group.name));
    const rows = members.map(user => userRepresentation(user, range));
    return this.page('members', rows, {
      ...range,
      max: range.max ?? defaultPageSize,
    });
  }

  private page(list: PagedList, rows: unknown[], range: Range): Answer {
    const page = range.max ? Math.floor(range.first / range.max) : 0;
    const status = this.faults.statusOf(list, page);
    if (status !== undefined) return failure(status, 'unknown_error');
    return found(this.faults.rowsOf(list, page, cut(rows, range)));
  }
}

function rangeOf(url: URL): Range {
  const max = url.searchParams.get('max');
  return {
    first: Number(url.searchParams.get('first') ?? 0),
    max: max === null ? undefined : Number(max),
    brief: url.searchParams.get('briefRepresentation') !== 'false',
  };
}

function cut<T>(rows: T[], range: Range): T[] {
  return rows.slice(
    range.first,
    range.max === undefined ? undefined : range.first + range.max,
  );
}

function found(body: unknown): Answer {
  return { status: 200, body };
}

function failure(status: number, error: string): Answer {
  return { status, body: { error } };
}
