import { AuthService } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  Entity,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { DirectorySource } from './KeycloakLookupClient';
import { DirectoryMember } from './removalRule';

const idAnnotation = 'keycloak.org/id';
const realmAnnotation = 'keycloak.org/realm';
const pageSize = 1000;

/** Reads from the catalog whom the directory import has put there. */
export class CatalogMemberClient {
  private readonly catalog: CatalogService;
  private readonly auth: AuthService;

  constructor(options: { catalog: CatalogService; auth: AuthService }) {
    this.catalog = options.catalog;
    this.auth = options.auth;
  }

  async membersOf(source: DirectorySource): Promise<DirectoryMember[]> {
    const credentials = await this.auth.getOwnServiceCredentials();
    const origin = `url:${source.baseUrl}/admin/realms/${source.realm}/`;
    const members: DirectoryMember[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.catalog.queryEntities(
        cursor
          ? { cursor, limit: pageSize }
          : {
              filter: {
                kind: ['User', 'Group'],
                [`metadata.annotations.${realmAnnotation}`]: source.realm,
              },
              fields: [
                'kind',
                'metadata.name',
                'metadata.namespace',
                'metadata.annotations',
              ],
              limit: pageSize,
            },
        { credentials },
      );
      members.push(
        ...page.items
          // Two directories may have a realm of the same name.
          .filter(entity => locationOf(entity)?.startsWith(origin))
          .flatMap(memberOf),
      );
      cursor = page.pageInfo.nextCursor;
    } while (cursor);
    return members;
  }
}

/** The directory's own idea of an entity; none where it carries no id of the directory. */
export function memberOf(entity: Entity): DirectoryMember[] {
  const id = entity.metadata.annotations?.[idAnnotation];
  if (!id) return [];
  return [
    {
      kind:
        entity.kind.toLocaleLowerCase('en-US') === 'user' ? 'user' : 'group',
      id,
      name: stringifyEntityRef(entity),
    },
  ];
}

function locationOf(entity: Entity): string | undefined {
  return entity.metadata.annotations?.[ANNOTATION_LOCATION];
}
