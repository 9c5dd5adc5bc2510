import type { AuditorService } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import { audited, nameOf } from '@flyloft/backend-kit';
import {
  bulkEditRequestSchema,
  bulkEditSchema,
  bulkPreviewSchema,
  bulkUndoRequestSchema,
  bulkUndoSchema,
  guestEditPermission,
  type BulkEdit,
} from '@flyloft/plugin-inventory-common';
import { z } from 'zod';
import { endpoint, type Endpoint } from '../http/endpoint';
import { idOf } from '../http/idOf';
import { Reply } from '../http/Reply';
import { rightsOf } from '../manual/rightsOf';
import { BulkDifferenceFound, type BulkEditService } from './BulkEditService';

/** What the routes of bulk edits act through. */
export interface BulkEditServices {
  bulkEdits: BulkEditService;
  auditor: AuditorService;
}

/** The routes by which many guests are edited at once. */
export function bulkEditRoutes({
  bulkEdits,
  auditor,
}: BulkEditServices): Endpoint[] {
  const permission = guestEditPermission;
  return [
    endpoint({
      method: 'get',
      path: '/bulk-edits',
      summary: 'List bulk edits',
      permission,
      answer: z.object({ items: z.array(bulkEditSchema) }),
      handle: async ({ caller, credentials }) => ({
        items: await bulkEdits.list(
          nameOf(credentials),
          await rightsOf(caller),
        ),
      }),
    }),
    endpoint({
      method: 'get',
      path: '/bulk-edits/{id}',
      summary: 'See a bulk edit',
      permission,
      answer: bulkEditSchema,
      handle: async ({ parameters, caller, credentials }) =>
        bulkEdits.get(
          idOf(parameters, 'bulk edit'),
          nameOf(credentials),
          await rightsOf(caller),
        ),
    }),
    endpoint({
      method: 'post',
      path: '/bulk-edits',
      summary: 'Preview a bulk edit',
      permission,
      body: bulkEditRequestSchema,
      status: 201,
      answer: bulkPreviewSchema,
      handle: async ({ body, caller, credentials }) =>
        bulkEdits.preview(body, nameOf(credentials), await rightsOf(caller)),
    }),
    endpoint({
      method: 'post',
      path: '/bulk-edits/{id}/apply',
      summary: 'Apply a bulk edit',
      permission,
      answer: bulkEditSchema,
      handle: async ({ parameters, caller, credentials, request }) => {
        const id = idOf(parameters, 'bulk edit');
        const rights = await rightsOf(caller);
        try {
          return await audited(
            auditor,
            {
              eventId: 'guest-bulk-edit',
              request,
              resource: { kind: 'bulk-edit', id },
            },
            () => bulkEdits.apply(id, nameOf(credentials), rights),
            done => ({ before: null, after: trailOf(done) }),
          );
        } catch (error) {
          if (!(error instanceof BulkDifferenceFound)) throw error;
          return differenceReply(error, request.originalUrl);
        }
      },
    }),
    endpoint({
      method: 'post',
      path: '/bulk-edits/{id}/undo',
      summary: 'Undo a bulk edit',
      permission,
      body: bulkUndoRequestSchema,
      answer: bulkUndoSchema,
      handle: async ({ parameters, body, caller, credentials, request }) => {
        const id = idOf(parameters, 'bulk edit');
        const rights = await rightsOf(caller);
        const by = { actor: nameOf(credentials), reason: body.reason ?? null };
        return audited(
          auditor,
          {
            eventId: 'guest-bulk-undo',
            request,
            resource: { kind: 'bulk-edit', id },
            meta: { reason: by.reason },
          },
          () => bulkEdits.undo(id, by, rights),
          done => ({ before: { state: 'applied' }, after: trailOf(done.edit) }),
        );
      },
    }),
  ];
}

const trailOf = ({
  state,
  selection,
  patch,
  effects,
  restored,
  kept,
}: BulkEdit) =>
  ({ state, selection, patch, effects, restored, kept }) as JsonObject;

function differenceReply(error: BulkDifferenceFound, url: string): Reply {
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
