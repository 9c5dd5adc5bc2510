import type { AuthService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { OwnerDirectory } from './ownerDirectory';

/** A person waits for the answer. */
const timeoutMilliseconds = 5_000;

/** Asks the catalog whether users and groups exist. */
export class CatalogOwnerClient implements OwnerDirectory {
  constructor(
    private readonly catalog: Pick<CatalogService, 'getEntitiesByRefs'>,
    private readonly auth: Pick<AuthService, 'getOwnServiceCredentials'>,
    private readonly timeout = timeoutMilliseconds,
  ) {}

  /** @throws ServiceUnavailableError when the catalog does not tell. */
  async unknownAmong(refs: string[]): Promise<string[]> {
    const credentials = await this.auth.getOwnServiceCredentials();
    const found = await this.inTime(
      this.catalog.getEntitiesByRefs(
        { entityRefs: refs, fields: ['kind'] },
        { credentials },
      ),
      refs,
    );
    return refs.filter((_ref, index) => !found.items[index]);
  }

  private async inTime<T>(answer: Promise<T>, refs: string[]): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('late')), this.timeout);
    });
    try {
      return await Promise.race([answer, late]);
    } catch {
      // The cause is the catalog's, and in its log; here only the owner is ours.
      throw new ServiceUnavailableError(
        `The catalog did not say whether ${refs.join(', ')} exists; try again in a moment`,
      );
    } finally {
      clearTimeout(timer);
    }
  }
}
