import type { AuditorService } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import { audited, idempotencyKey, nameOf } from '@flyloft/backend-kit';
import {
  guestEditPermission,
  guestManualSchema,
  guestOverridePermission,
  guestReadPermission,
  infrastructureReadPermission,
  manualPatchSchema,
  ownerLabelSchema,
  personInputSchema,
  personSchema,
  type GuestManual,
} from '@flyloft/plugin-inventory-common';
import {
  bulkEditRoutes,
  type BulkEditServices,
} from '../bulkEdits/bulkEditRoutes';
import {
  customFieldRoutes,
  type CustomFieldServices,
} from '../customFields/customFieldRoutes';
import { endpoint, type Endpoint } from '../http/endpoint';
import { idOf } from '../http/idOf';
import { listEndpoint } from '../http/listEndpoint';
import { Reply } from '../http/Reply';
import { importRoutes, type ImportServices } from '../imports/importRoutes';
import type { FreshnessStore } from '../freshness/FreshnessStore';
import type { PersonStore } from '../people/PersonStore';
import { removalRoutes, type RemovalServices } from '../removal/removalRoutes';
import { expectedRevision } from './expectedRevision';
import { EditConflictFound, type ManualService } from './ManualService';
import { namedValues } from './prepareEdit';
import { rightsOf } from './rightsOf';

/** What the routes of what people add act through. */
export interface ManualServices
  extends
    CustomFieldServices,
    BulkEditServices,
    ImportServices,
    RemovalServices {
  manual: ManualService;
  people: PersonStore;
  auditor: AuditorService;
  freshness: FreshnessStore;
}

/** The routes of what people say of guests, of external people and of custom fields. */
export function manualRoutes(services: ManualServices): Endpoint[] {
  return [
    ...guestRoutes(services),
    ...peopleRoutes(services),
    ...customFieldRoutes(services),
    ...bulkEditRoutes(services),
    ...importRoutes(services),
    ...removalRoutes(services),
  ];
}

function guestRoutes({ manual, auditor }: ManualServices): Endpoint[] {
  const path = '/guests/{id}/manual';
  return [
    endpoint({
      method: 'get',
      path,
      summary: 'See what people added to a guest',
      permission: guestReadPermission,
      answer: guestManualSchema,
      handle: async ({ parameters, caller }) =>
        replyOf(
          await manual.get(idOf(parameters, 'guest'), await rightsOf(caller)),
        ),
    }),
    endpoint({
      method: 'patch',
      path,
      summary: 'Edit a guest',
      permission: guestEditPermission,
      body: manualPatchSchema,
      answer: guestManualSchema,
      handle: async ({ parameters, body, caller, credentials, request }) => {
        const id = idOf(parameters, 'guest');
        const rights = await rightsOf(caller);
        const edit = {
          id,
          patch: body,
          actor: nameOf(credentials),
          expected: expectedRevision(request),
          idempotencyKey: idempotencyKey(request),
        };
        try {
          const { after } = await audited(
            auditor,
            {
              eventId: 'guest-edit',
              request,
              resource: { kind: 'guest', id },
              meta: { reason: body.reason ?? null },
            },
            () => manual.edit(edit, rights),
            done => ({
              name: done.after.guestName,
              before: namedValues(body, done.before) as JsonObject,
              after: namedValues(body, done.after) as JsonObject,
            }),
          );
          return replyOf(after);
        } catch (error) {
          if (!(error instanceof EditConflictFound)) throw error;
          return refusalOf(error, request.originalUrl);
        }
      },
    }),
  ];
}

function peopleRoutes({
  people,
  auditor,
  freshness,
}: ManualServices): Endpoint[] {
  return [
    listEndpoint(
      '/people',
      {
        summary: 'List external people',
        item: personSchema,
        permission: infrastructureReadPermission,
      },
      () => freshness.ofAll(),
      query => people.list(query),
    ),
    endpoint({
      method: 'get',
      path: '/people/{id}/name',
      // Who sees a guest sees its owners' names; more of them is for IT.
      summary: 'See how an external person is called',
      permission: guestReadPermission,
      answer: ownerLabelSchema,
      handle: async ({ parameters }) => {
        const { ref, name } = await people.get(idOf(parameters, 'person'));
        return { ref, name };
      },
    }),
    endpoint({
      method: 'post',
      path: '/people',
      summary: 'Add an external person',
      permission: guestOverridePermission,
      body: personInputSchema,
      status: 201,
      answer: personSchema,
      handle: async ({ body, credentials, request }) =>
        audited(
          auditor,
          {
            eventId: 'person-create',
            request,
            resource: { kind: 'person', name: body.name },
          },
          () => people.create(body, nameOf(credentials)),
          after => ({ before: null, after }),
        ),
    }),
    endpoint({
      method: 'put',
      path: '/people/{id}',
      summary: 'Change an external person',
      permission: guestOverridePermission,
      body: personInputSchema,
      answer: personSchema,
      handle: async ({ parameters, body, request }) => {
        const id = idOf(parameters, 'person');
        const { after } = await audited(
          auditor,
          {
            eventId: 'person-update',
            request,
            resource: { kind: 'person', id, name: body.name },
          },
          () => people.update(id, body),
          done => ({ before: done.before, after: done.after }),
        );
        return after;
      },
    }),
  ];
}

const replyOf = (manual: GuestManual) =>
  new Reply(manual, { ETag: `"${manual.revision}"` });

/** Refused with both values, in the form of every other error. */
function refusalOf(error: EditConflictFound, url: string): Reply {
  return new Reply(
    {
      error: { name: 'PreconditionFailedError', message: error.message },
      request: { method: 'PATCH', url },
      response: { statusCode: 412 },
      conflict: error.conflict,
    },
    { ETag: `"${error.conflict.current.revision}"` },
    412,
  );
}
