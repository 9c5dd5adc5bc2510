import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, isError } from '@backstage/errors';
import {
  EntityProvider,
  EntityProviderConnection,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import { setTimeout as pause } from 'node:timers/promises';
import { CatalogMemberClient, memberOf } from './CatalogMemberClient';
import { DirectorySource, KeycloakLookupClient } from './KeycloakLookupClient';
import { DirectoryMember, judgeRemoval, RemovalLimit } from './removalRule';

/** How often the catalog is asked, which is not up yet when the portal starts. */
const attempts = 10;

/** What a guard needs besides the import it guards. */
export type GuardOptions = {
  source: DirectorySource;
  limit: RemovalLimit;
  members: CatalogMemberClient;
  lookup: KeycloakLookupClient;
  logger: LoggerService;
  retryMilliseconds: number;
};

/**
 * Stands between the directory import and the catalog. The import takes a page
 * that failed for an empty one and hands over the rest as the whole truth; here
 * nobody is removed who is still in the directory, nor more people than is
 * likely, and then nothing else of that import is taken either.
 */
export class GuardedDirectoryProvider implements EntityProvider {
  private readonly inner: EntityProvider;
  private readonly options: GuardOptions;
  /** What was applied last: the catalog shows it only once it is processed. */
  private applied: DirectoryMember[] = [];

  constructor(inner: EntityProvider, options: GuardOptions) {
    this.inner = inner;
    this.options = options;
  }

  getProviderName(): string {
    return this.inner.getProviderName();
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    await this.inner.connect({
      refresh: refresh => connection.refresh(refresh),
      applyMutation: mutation => this.apply(mutation, connection),
    });
  }

  private async apply(
    mutation: EntityProviderMutation,
    connection: EntityProviderConnection,
  ): Promise<void> {
    if (mutation.type !== 'full') {
      throw new ConflictError(
        'The directory import sent a delta, which its guard cannot judge',
      );
    }
    const read = mutation.entities.flatMap(({ entity }) => memberOf(entity));
    const objection = await this.objectionTo(read);
    if (objection) {
      this.options.logger.error(
        `The import of the directory ${this.options.source.id} was refused, users and groups stay as they are: ${objection}.`,
      );
      throw new ConflictError(`Directory import refused: ${objection}`);
    }
    await connection.applyMutation(mutation);
    this.applied = read;
  }

  private async objectionTo(
    read: DirectoryMember[],
  ): Promise<string | undefined> {
    const known = distinct([...(await this.inCatalog()), ...this.applied]);
    const verdict = judgeRemoval(known, read, this.options.limit);
    if (verdict.verdict === 'refuse') return verdict.reason;
    try {
      const found = await this.options.lookup.firstStillThere(verdict.missing);
      return found
        ? `the read was incomplete, ${found.name} is missing from it and still in the directory`
        : undefined;
    } catch (error) {
      const why = isError(error) ? error.message : 'unknown error';
      return `${verdict.missing.length} users and groups are missing from the read, and the directory could not be asked whether they left (${why})`;
    }
  }

  private async inCatalog(): Promise<DirectoryMember[]> {
    const { members, source, retryMilliseconds } = this.options;
    for (let attempt = 1; ; attempt++) {
      try {
        return await members.membersOf(source);
      } catch (error) {
        if (attempt === attempts) throw error;
        await pause(retryMilliseconds);
      }
    }
  }
}

function distinct(members: DirectoryMember[]): DirectoryMember[] {
  return [
    ...new Map(
      members.map(member => [`${member.kind}:${member.id}`, member]),
    ).values(),
  ];
}
