import { InputError } from '@backstage/errors';
import { formatCursor, parseCursor } from '@flyloft/backend-kit';
import {
  pageLimits,
  parseFilter,
  parseSort,
  type ListQuery,
  type Page,
} from '@flyloft/kit-common';
import {
  personFacts,
  roleNames,
  type Person,
  type RoleAssignment,
} from '@flyloft/plugin-site-common';
import type { SignedInPeople } from '@flyloft/plugin-sessions-node';
import type { RoleAssignmentService } from '../roles/RoleAssignmentService';
import type { FormerPeople } from './FormerPeople';
import type { CatalogPerson, PeopleCatalog } from './PeopleCatalog';

/** What the list of people reads from. */
export interface PersonListSources {
  catalog: PeopleCatalog;
  signedIn: SignedInPeople;
  former: FormerPeople;
  roles: Pick<RoleAssignmentService, 'list'>;
}

interface Wanted {
  /** Undefined: whatever their roles. */
  roles: ReadonlySet<string> | undefined;
  names: string[];
  known: boolean;
}

/** Lists who is in the catalog, or signed in once and no longer is. */
export class PersonListService {
  constructor(private readonly sources: PersonListSources) {}

  /** @throws InputError for what this list can't be asked. */
  async list(query: ListQuery): Promise<Page<Person>> {
    const wanted = wantedOf(query);
    const assignments = await this.sources.roles.list();
    const { people, known, ...rest } = wanted.known
      ? { known: true, ...(await this.inCatalog(query, wanted, assignments)) }
      : {
          known: false,
          ...(await this.formerOnes(query, wanted, assignments)),
        };
    const seen = await this.sources.signedIn.lastSeenOf(
      people.map(person => person.ref),
    );
    return {
      ...rest,
      freshness: {
        state: 'fresh',
        collectedAt: new Date().toISOString(),
        platforms: [],
      },
      items: people.map(({ ref, name, email, groups }) => ({
        id: ref,
        name,
        email,
        known,
        roles: rolesThrough([ref, ...groups], assignments),
        lastSeenAt: seen.get(ref)?.lastSeenAt.toISOString() ?? null,
        multiFactor: seen.get(ref)?.multiFactor ?? null,
        openSessions: seen.get(ref)?.openSessions ?? 0,
      })),
    };
  }

  private async inCatalog(
    query: ListQuery,
    { roles, names }: Wanted,
    assignments: RoleAssignment[],
  ) {
    const holders = assignments
      .filter(each => roles?.has(each.role))
      .map(each => each.subject);
    if (roles && holders.length === 0) {
      return { people: [], nextCursor: null, total: 0 };
    }
    const isUser = (ref: string) => ref.startsWith('user:');
    return this.sources.catalog.page({
      search: [...names, ...(query.q ? [query.q] : [])].join(' ') || undefined,
      among: roles && {
        users: holders.filter(isUser),
        groups: holders.filter(ref => !isUser(ref)),
      },
      descending: isDescending(query),
      limit: query.limit ?? pageLimits.default,
      cursor: query.cursor,
    });
  }

  private async formerOnes(
    query: ListQuery,
    { roles, names }: Wanted,
    assignments: RoleAssignment[],
  ) {
    const descending = isDescending(query);
    const sort = descending ? '-name' : 'name';
    const words = [...names, query.q ?? ''].map(word => word.toLowerCase());
    const all = (await this.sources.former.refs()).filter(
      ref =>
        words.every(word => ref.includes(word)) &&
        (!roles ||
          rolesThrough([ref], assignments).some(({ role }) => roles.has(role))),
    );
    if (descending) all.reverse();
    const after = query.cursor ? parseCursor(query.cursor, sort).id : null;
    const isAfter = (ref: string) =>
      after === null || (descending ? ref < after : ref > after);
    const rest = all.filter(isAfter);
    const page = rest.slice(0, query.limit ?? pageLimits.default);
    const last = page.at(-1);
    return {
      people: page.map(nameless),
      nextCursor:
        last && rest.length > page.length
          ? formatCursor({ sort, value: last, id: last })
          : null,
      total: all.length,
    };
  }
}

const nameless = (ref: string): CatalogPerson => ({
  ref,
  name: ref.split('/').at(-1) ?? ref,
  email: null,
  groups: [],
});

function rolesThrough(
  refs: string[],
  assignments: RoleAssignment[],
): Person['roles'] {
  const held = new Set(refs);
  return assignments
    .filter(({ subject }) => held.has(subject))
    .map(({ role, subject, source }) => ({ role, through: subject, source }));
}

const isDescending = ({ sort = 'name' }: ListQuery) =>
  parseSort(sort, personFacts).descending;

function wantedOf(query: ListQuery): Wanted {
  if (query.at || query.deleted) {
    throw new InputError(
      `People are listed as they are: leave out 'at' and 'deleted'`,
    );
  }
  const wanted: Wanted = { roles: undefined, names: [], known: true };
  for (const text of query.filter ?? []) narrow(wanted, text);
  // The catalog searches for one text; two conditions would be one with a space.
  if (wanted.names.length + (query.q ? 1 : 0) > 1) {
    throw new InputError(
      'Search people by one text: by q or by one name:contains',
    );
  }
  return wanted;
}

function narrow(wanted: Wanted, text: string): void {
  const { fact, operator, values } = parseFilter(text, personFacts);
  if (fact === 'known') {
    if (!['true', 'false'].includes(values[0] ?? '')) {
      throw new InputError(`Filter '${text}': known:eq:true or known:eq:false`);
    }
    wanted.known = values[0] === 'true';
  } else if (fact === 'name') {
    if (operator !== 'contains') {
      throw new InputError(
        `Filter '${text}': people are found by name:contains`,
      );
    }
    wanted.names.push(...values);
  } else {
    const before = wanted.roles;
    const roles = rolesIn(text, operator, values);
    wanted.roles = new Set(roles.filter(role => !before || before.has(role)));
  }
}

function rolesIn(text: string, operator: string, values: string[]): string[] {
  if (operator === 'present') return [...roleNames];
  if (operator === 'not') {
    throw new InputError(
      `Filter '${text}': say which roles people have, not which they lack`,
    );
  }
  const unknown = values.filter(
    value => !(roleNames as readonly string[]).includes(value),
  );
  if (unknown.length > 0 || operator === 'empty') {
    throw new InputError(
      `Filter '${text}': the roles are ${roleNames.join(', ')}`,
    );
  }
  return values;
}
