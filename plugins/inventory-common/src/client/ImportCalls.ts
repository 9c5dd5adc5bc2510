import { ResponseError } from '@backstage/errors';
import type { ListQuery, Page } from '@flyloft/kit-common';
import {
  importDifferenceSchema,
  type AppliedImport,
  type GuestImport,
  type GuestImportApplicationInput,
  type GuestImportRow,
  type ImportDifference,
} from '../imports/guestImport';
import { InventoryCalls, searchOf, type CallOptions } from './InventoryCalls';

/** The calls by which a file of manual data is checked and applied. */
export abstract class ImportCalls extends InventoryCalls {
  /** An empty file with the columns that there are. */
  getImportTemplate(options?: CallOptions) {
    return this.send('guest-imports/template', { method: 'GET' }, options);
  }

  /** Sends a CSV file; nothing is written until `applyGuestImport`. */
  async checkGuestImport(
    file: { name: string; content: Blob | string },
    options?: CallOptions,
  ): Promise<GuestImport> {
    const response = await this.send(
      `guest-imports${searchOf({ fileName: file.name })}`,
      {
        method: 'POST',
        headers: { 'Content-Type': 'text/csv; charset=utf-8' },
        body: file.content,
      },
      options,
    );
    return (await response.json()) as GuestImport;
  }

  /** The files that the caller checked in the last two days. */
  listGuestImports(options?: CallOptions) {
    return this.get<{ items: GuestImport[] }>('guest-imports', {}, options);
  }

  getGuestImport(id: string, options?: CallOptions) {
    return this.get<GuestImport>(importPath(id), {}, options);
  }

  /** What each row of a file would do, or why it can't. */
  listGuestImportRows(
    id: string,
    query: ListQuery = {},
    options?: CallOptions,
  ) {
    return this.get<Page<GuestImportRow>>(
      `${importPath(id)}/rows`,
      query,
      options,
    );
  }

  /** Writes what was shown; throws when guests changed, and `importDifferenceOf` tells which. */
  applyGuestImport(
    id: string,
    application: GuestImportApplicationInput = {},
    options?: CallOptions,
  ) {
    return this.post<AppliedImport>(
      `${importPath(id)}/apply`,
      application,
      options,
    );
  }
}

const importPath = (id: string) => `guest-imports/${encodeURIComponent(id)}`;

/** Which guests changed since a file was checked, when it was refused for them. */
export function importDifferenceOf(error: unknown): ImportDifference | null {
  if (!(error instanceof ResponseError) || error.statusCode !== 409)
    return null;
  const { difference } = error.body as { difference?: unknown };
  return importDifferenceSchema.safeParse(difference).data ?? null;
}
