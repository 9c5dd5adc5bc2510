import type { AuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import {
  InputError,
  isError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';

/** A person as the catalog has them. */
export interface CatalogPerson {
  ref: string;
  name: string;
  email: string | null;
  groups: string[];
}

/** Which people are wanted. */
export interface PeopleWanted {
  search?: string;
  /** Only these users and the members of these groups; absent: everybody. */
  among?: { users: string[]; groups: string[] };
  descending: boolean;
  limit: number;
  cursor?: string;
}

/** A page of them. */
export interface PeoplePage {
  people: CatalogPerson[];
  nextCursor: string | null;
  total: number;
}

/** A person waits for the answer. */
const timeoutMilliseconds = 10_000;

const fields = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'spec.profile',
  'relations',
];

/** Asks the catalog for people and groups. */
export class PeopleCatalog {
  constructor(
    private readonly catalog: Pick<
      CatalogService,
      'queryEntities' | 'getEntitiesByRefs'
    >,
    private readonly auth: Pick<AuthService, 'getOwnServiceCredentials'>,
    private readonly timeout = timeoutMilliseconds,
  ) {}

  /** @throws InputError for a cursor that the catalog didn't give out. */
  async page(wanted: PeopleWanted): Promise<PeoplePage> {
    const { cursor, limit } = wanted;
    const credentials = await this.auth.getOwnServiceCredentials();
    const answer = await this.inTime(
      this.catalog.queryEntities(
        cursor
          ? { cursor, limit, fields }
          : { ...queryOf(wanted), limit, fields },
        { credentials },
      ),
    );
    return {
      people: answer.items.map(toPerson),
      nextCursor: answer.pageInfo.nextCursor ?? null,
      total: answer.totalItems,
    };
  }

  /** Those of these refs that the catalog has not. */
  async unknownAmong(refs: string[]): Promise<string[]> {
    if (refs.length === 0) return [];
    const credentials = await this.auth.getOwnServiceCredentials();
    const { items } = await this.inTime(
      this.catalog.getEntitiesByRefs(
        { entityRefs: refs, fields: ['kind'] },
        { credentials },
      ),
    );
    return refs.filter((_ref, index) => !items[index]);
  }

  /** A few users and groups that are called something like this. */
  async refsLike(name: string): Promise<string[]> {
    const credentials = await this.auth.getOwnServiceCredentials();
    const { items } = await this.inTime(
      this.catalog.queryEntities(
        {
          filter: { kind: ['User', 'Group'] },
          fullTextFilter: {
            term: name.slice(0, 100),
            fields: ['metadata.name', 'spec.profile.displayName'],
          },
          fields: ['kind', 'metadata.name', 'metadata.namespace'],
          limit: 3,
        },
        { credentials },
      ),
    );
    return items.map(item => stringifyEntityRef(item));
  }

  private async inTime<T>(answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('late')), this.timeout);
    });
    try {
      return await Promise.race([answer, late]);
    } catch (error) {
      if (isError(error) && error.name === 'InputError') {
        throw new InputError('The cursor is not one that this list gave out');
      }
      throw new ServiceUnavailableError(
        'The catalog did not answer; try again in a moment',
      );
    } finally {
      clearTimeout(timer);
    }
  }
}

function queryOf({ search, among, descending }: PeopleWanted) {
  return {
    filter: among
      ? [
          ...(among.groups.length > 0
            ? [{ kind: 'User', 'relations.memberOf': among.groups }]
            : []),
          ...among.users.map(ref => {
            const [namespace = '', name = ''] = ref.slice(5).split('/');
            return {
              kind: 'User',
              'metadata.namespace': namespace,
              'metadata.name': name,
            };
          }),
        ]
      : { kind: 'User' },
    orderFields: {
      field: 'metadata.name',
      order: descending ? ('desc' as const) : ('asc' as const),
    },
    ...(search && {
      fullTextFilter: {
        term: search,
        fields: [
          'metadata.name',
          'spec.profile.displayName',
          'spec.profile.email',
        ],
      },
    }),
  };
}

function toPerson(entity: Entity): CatalogPerson {
  const { displayName, email } = (entity.spec?.profile ?? {}) as {
    displayName?: string;
    email?: string;
  };
  return {
    ref: stringifyEntityRef(entity),
    name: displayName ?? entity.metadata.name,
    email: email ?? null,
    groups: (entity.relations ?? [])
      .filter(({ type }) => type === 'memberOf')
      .map(({ targetRef }) => targetRef.toLocaleLowerCase('en-US')),
  };
}
