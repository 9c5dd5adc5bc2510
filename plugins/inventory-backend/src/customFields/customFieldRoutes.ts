import type { AuditorService } from '@backstage/backend-plugin-api';
import { audited, nameOf } from '@flyloft/backend-kit';
import {
  customFieldCreationSchema,
  customFieldManagePermission,
  customFieldQuerySchema,
  customFieldSchema,
  customFieldUpdateSchema,
  guestReadPermission,
} from '@flyloft/plugin-inventory-common';
import { z } from 'zod';
import { endpoint, type Call, type Endpoint } from '../http/endpoint';
import type { CustomFieldStore, FieldChange } from './CustomFieldStore';

/** What the routes of custom fields act through. */
export interface CustomFieldServices {
  customFields: CustomFieldStore;
  auditor: AuditorService;
}

/** The routes by which fields are listed and defined. */
export function customFieldRoutes({
  customFields,
  auditor,
}: CustomFieldServices): Endpoint[] {
  const permission = customFieldManagePermission;

  const changes = async (
    verb: string,
    { parameters, request }: Pick<Call, 'parameters' | 'request'>,
    run: (key: string) => Promise<FieldChange>,
  ) => {
    const key = parameters.key ?? '';
    const { after } = await audited(
      auditor,
      {
        eventId: `custom-field-${verb}`,
        request,
        resource: { kind: 'custom-field', id: key },
      },
      () => run(key),
      done => ({
        name: done.after.label,
        before: done.before,
        after: done.after,
      }),
    );
    return after;
  };

  return [
    endpoint({
      method: 'get',
      path: '/custom-fields',
      summary: 'List custom fields',
      permission: guestReadPermission,
      query: customFieldQuerySchema,
      answer: z.object({ items: z.array(customFieldSchema) }),
      handle: async ({ query, caller }) => ({
        items: await customFields.list(
          await caller.guestScope(),
          query.removed,
        ),
      }),
    }),
    endpoint({
      method: 'post',
      path: '/custom-fields',
      summary: 'Define a custom field',
      permission,
      body: customFieldCreationSchema,
      status: 201,
      answer: customFieldSchema,
      handle: async ({ body, credentials, request }) =>
        audited(
          auditor,
          {
            eventId: 'custom-field-create',
            request,
            resource: { kind: 'custom-field', id: body.key, name: body.label },
          },
          () => customFields.create(body, nameOf(credentials)),
          after => ({ before: null, after }),
        ),
    }),
    endpoint({
      method: 'put',
      path: '/custom-fields/{key}',
      summary: 'Change a custom field',
      permission,
      body: customFieldUpdateSchema,
      answer: customFieldSchema,
      handle: async call =>
        changes('update', call, key =>
          customFields.update(key, call.body, nameOf(call.credentials)),
        ),
    }),
    endpoint({
      method: 'post',
      path: '/custom-fields/{key}/remove',
      summary: 'Remove a custom field',
      permission,
      answer: customFieldSchema,
      handle: async call =>
        changes('remove', call, key =>
          customFields.remove(key, nameOf(call.credentials)),
        ),
    }),
    endpoint({
      method: 'post',
      path: '/custom-fields/{key}/restore',
      summary: 'Restore a custom field',
      permission,
      answer: customFieldSchema,
      handle: async call =>
        changes('restore', call, key =>
          customFields.restore(key, nameOf(call.credentials)),
        ),
    }),
  ];
}
