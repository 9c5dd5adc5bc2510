import type { AuditorService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { audited, csvFile, type TextFile, nameOf } from '@flyloft/backend-kit';
import {
  appliedImportSchema,
  customFactName,
  guestEditPermission,
  guestImportApplicationSchema,
  guestImportLimits,
  guestImportQuerySchema,
  guestImportRowSchema,
  guestImportSchema,
  importColumns,
  importKeyColumns,
} from '@flyloft/plugin-inventory-common';
import type { Request } from 'express';
import { z } from 'zod';
import type { FreshnessStore } from '../freshness/FreshnessStore';
import { endpoint, type Endpoint } from '../http/endpoint';
import { idOf } from '../http/idOf';
import { listEndpoint } from '../http/listEndpoint';
import { Reply } from '../http/Reply';
import { rightsOf } from '../manual/rightsOf';
import type { GuestImportService } from './GuestImportService';
import { ImportMoved } from './GuestImportStore';
import { tooLarge } from './readImport';

/** What the routes of imports act through. */
export interface ImportServices {
  imports: GuestImportService;
  auditor: AuditorService;
  freshness: FreshnessStore;
}

const permission = guestEditPermission;
const defaultFileName = 'guests.csv';

/** The routes by which a file of manual data is looked at and applied. */
export function importRoutes(services: ImportServices): Endpoint[] {
  const { imports, freshness } = services;
  return [
    endpoint({
      method: 'get',
      path: '/guest-imports/template',
      summary: 'Get an empty file to import',
      permission,
      answer: 'csv',
      handle: async () => template(await imports.customKeys()),
    }),
    endpoint({
      method: 'get',
      path: '/guest-imports',
      summary: 'List imports',
      permission,
      answer: z.object({ items: z.array(guestImportSchema) }),
      handle: async ({ credentials }) => ({
        items: await imports.recent(nameOf(credentials)),
      }),
    }),
    checkRoute(services),
    endpoint({
      method: 'get',
      path: '/guest-imports/{id}',
      summary: 'See an import',
      permission,
      answer: guestImportSchema,
      handle: async ({ parameters, credentials }) =>
        imports.get(idOf(parameters, 'import'), nameOf(credentials)),
    }),
    listEndpoint(
      '/guest-imports/{id}/rows',
      {
        summary: 'List the rows of an import',
        item: guestImportRowSchema,
        permission,
      },
      () => freshness.ofAll(),
      async (query, { parameters, credentials }) =>
        imports.rows(idOf(parameters, 'import'), nameOf(credentials), query),
    ),
    applyRoute(services),
  ];
}

function checkRoute({ imports, auditor }: ImportServices): Endpoint {
  return endpoint({
    method: 'post',
    path: '/guest-imports',
    summary: 'Check a file of manual data',
    permission,
    query: guestImportQuerySchema,
    bodyType: 'text/csv',
    status: 201,
    answer: guestImportSchema,
    handle: async ({ query, request, caller, credentials }) => {
      const name = query.fileName ?? defaultFileName;
      return audited(
        auditor,
        {
          eventId: 'guest-import-check',
          request,
          resource: { kind: 'guest-import', name },
        },
        async () => {
          requireCsv(request);
          return imports.check(
            { name, body: bodyOf(request) },
            nameOf(credentials),
            await rightsOf(caller),
          );
        },
        ({ id, columns, totals }) => ({ after: { id, columns, totals } }),
      );
    },
  });
}

function applyRoute({ imports, auditor }: ImportServices): Endpoint {
  return endpoint({
    method: 'post',
    path: '/guest-imports/{id}/apply',
    summary: 'Apply an import',
    permission,
    body: guestImportApplicationSchema,
    answer: appliedImportSchema,
    handle: async ({ parameters, body, caller, credentials, request }) => {
      const id = idOf(parameters, 'import');
      const rights = await rightsOf(caller);
      try {
        return await audited(
          auditor,
          {
            eventId: 'guest-import-apply',
            request,
            resource: { kind: 'guest-import', id },
            meta: { reason: body.reason ?? null },
          },
          () => imports.apply(id, body, nameOf(credentials), rights),
          done => ({
            before: null,
            after: {
              fileName: done.import.fileName,
              editId: done.edit.id,
              columns: done.import.columns,
              effects: done.edit.effects,
            },
          }),
        );
      } catch (error) {
        if (!(error instanceof ImportMoved)) throw error;
        return movedReply(error, request.originalUrl);
      }
    },
  });
}

/** A body whose reader may stop: the connection stays for the answer, and for the audit. */
const bodyOf = (request: Request): AsyncIterable<Uint8Array> => ({
  [Symbol.asyncIterator]: () => request.iterator({ destroyOnReturn: false }),
});

/** @throws InputError for what can't be read as CSV (415), or is too large (413). */
function requireCsv(request: Request): void {
  if (!request.is('text/csv')) {
    throw Object.assign(
      new InputError('Send the file as the body, with Content-Type: text/csv'),
      { statusCode: 415 },
    );
  }
  const length = Number(request.header('content-length') ?? 0);
  if (length > guestImportLimits.bytes) throw tooLarge();
}

function template(customKeys: string[]): TextFile {
  const columns = [
    ...importKeyColumns,
    ...importColumns.filter(name => !/[+-]$/.test(name)),
    ...customKeys.map(customFactName),
  ].map(heading => ({ heading, value: () => null }));
  return csvFile(defaultFileName, columns, noRows(), { byteOrderMark: true });
}

async function* noRows(): AsyncGenerator<readonly object[], void, void> {}

function movedReply(error: ImportMoved, url: string): Reply {
  return new Reply(
    {
      error: { name: 'ConflictError', message: error.message },
      request: { method: 'POST', url },
      response: { statusCode: 409 },
      difference: error.difference,
    },
    {},
    409,
  );
}
