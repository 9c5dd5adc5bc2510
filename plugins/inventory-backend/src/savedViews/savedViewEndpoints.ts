import type { AuditorService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { audited, uuidPattern } from '@flyloft/backend-kit';
import {
  guestReadPermission,
  savedViewSchema,
  savedViewsQuerySchema,
  savedViewsSchema,
  viewChangeSchema,
  viewCreationSchema,
} from '@flyloft/plugin-inventory-common';
import { endpoint, type Endpoint } from '../http/endpoint';
import type { SavedViewService } from './SavedViewService';

/** What the routes of saved views act through. */
export interface SavedViewServices {
  savedViews: SavedViewService;
  auditor: AuditorService;
}

/**
 * The routes of saved views. A view holds conditions, no facts: what it shows
 * is asked of its list, with that list's permission.
 */
export function savedViewEndpoints(services: SavedViewServices): Endpoint[] {
  return [
    ...readingEndpoints(services),
    creatingEndpoint(services),
    ...changingEndpoints(services),
  ];
}

const permission = guestReadPermission;
const kind = 'saved-view';

function readingEndpoints({ savedViews }: SavedViewServices): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/saved-views',
      summary: 'List saved views',
      permission,
      query: savedViewsQuerySchema,
      answer: savedViewsSchema,
      handle: ({ query, credentials }) =>
        savedViews.list(query.list, credentials),
    }),
    endpoint({
      method: 'get',
      path: '/saved-views/{id}',
      summary: 'See a saved view',
      permission,
      answer: savedViewSchema,
      handle: async ({ parameters, credentials }) =>
        savedViews.get(idOf(parameters), credentials),
    }),
  ];
}

function creatingEndpoint({
  savedViews,
  auditor,
}: SavedViewServices): Endpoint {
  return endpoint({
    method: 'post',
    path: '/saved-views',
    summary: 'Save a view',
    permission,
    body: viewCreationSchema,
    status: 201,
    answer: savedViewSchema,
    handle: ({ body, credentials, request }) =>
      audited(
        auditor,
        {
          eventId: 'saved-view-create',
          request,
          resource: { kind, name: body.name },
        },
        () => savedViews.create(body, credentials),
        view => ({ before: null, after: view }),
      ),
  });
}

function changingEndpoints(services: SavedViewServices): Endpoint[] {
  const { savedViews, auditor } = services;
  return [
    endpoint({
      method: 'post',
      path: '/saved-views/{id}',
      summary: 'Change a saved view',
      permission,
      body: viewChangeSchema,
      answer: savedViewSchema,
      handle: async ({ parameters, body, credentials, request }) => {
        const id = idOf(parameters);
        const before = await savedViews.get(id, credentials);
        return audited(
          auditor,
          {
            eventId: 'saved-view-change',
            request,
            resource: { kind, id, name: before.name },
          },
          () => savedViews.change(id, body, credentials),
          after => ({ before, after }),
        );
      },
    }),
    endpoint({
      method: 'post',
      path: '/saved-views/{id}/delete',
      summary: 'Delete a saved view',
      permission,
      answer: savedViewSchema,
      handle: async ({ parameters, credentials, request }) => {
        const id = idOf(parameters);
        const before = await savedViews.get(id, credentials);
        return audited(
          auditor,
          {
            eventId: 'saved-view-delete',
            request,
            resource: { kind, id, name: before.name },
          },
          () => savedViews.delete(id, credentials),
          () => ({ before, after: null }),
        );
      },
    }),
  ];
}

function idOf(parameters: Record<string, string>): string {
  const id = parameters.id ?? '';
  if (!uuidPattern.test(id)) {
    throw new NotFoundError(`There is no saved view '${id}'`);
  }
  return id;
}
