import type { AuditorService } from '@backstage/backend-plugin-api';
import { apiRoute, audited, nameOf, type ApiRoute } from '@flyloft/backend-kit';
import { listQuerySchema, pageSchema } from '@flyloft/kit-common';
import {
  personSchema,
  roleAssignmentSchema,
  roleGrantSchema,
  siteRolesManagePermission,
  siteUsersReadPermission,
} from '@flyloft/plugin-site-common';
import { z } from 'zod';
import type { PersonListService } from '../people/PersonListService';
import type {
  ChangedRoles,
  RoleAssignmentService,
} from './RoleAssignmentService';

/** What the routes about people read from and act through. */
export interface RoleRouteServices {
  people: Pick<PersonListService, 'list'>;
  roles: RoleAssignmentService;
  auditor: AuditorService;
}

const revocationSchema = z.strictObject({
  reason: z.string().trim().min(1, 'say why').max(500),
});

/** The routes about people and their roles. */
export function roleRoutes({
  people,
  roles,
  auditor,
}: RoleRouteServices): ApiRoute[] {
  const reading = siteUsersReadPermission;
  const permission = siteRolesManagePermission;
  return [
    apiRoute({
      method: 'get',
      path: '/users',
      summary: 'List users with their roles',
      permission: reading,
      query: listQuerySchema,
      answer: pageSchema(personSchema),
      handle: ({ query }) => people.list(query),
    }),
    apiRoute({
      method: 'get',
      path: '/roles',
      summary: 'List who holds which role',
      permission: reading,
      answer: z.object({ items: z.array(roleAssignmentSchema) }),
      handle: async () => ({ items: await roles.list() }),
    }),
    apiRoute({
      method: 'post',
      path: '/roles',
      summary: 'Grant a role',
      permission,
      body: roleGrantSchema,
      status: 201,
      answer: roleAssignmentSchema,
      async handle({ body, credentials, request }) {
        const { assignment } = await audited(
          auditor,
          {
            eventId: 'role-grant',
            severityLevel: 'high',
            request,
            resource: { kind: 'role', id: body.subject, name: body.role },
            meta: { reason: body.reason },
          },
          () => roles.grant(body, nameOf(credentials)),
          outcomeOf,
        );
        return assignment;
      },
    }),
    apiRoute({
      method: 'post',
      path: '/roles/{id}/revoke',
      summary: 'Take back a role',
      permission,
      body: revocationSchema,
      answer: roleAssignmentSchema,
      async handle({ parameters, body, request }) {
        const { id = '' } = parameters;
        const { assignment } = await audited(
          auditor,
          {
            eventId: 'role-revoke',
            severityLevel: 'high',
            request,
            resource: { kind: 'role', id },
            meta: { reason: body.reason },
          },
          () => roles.revoke(id),
          outcomeOf,
        );
        return assignment;
      },
    }),
  ];
}

const outcomeOf = ({ assignment, before, after }: ChangedRoles) => ({
  resource: { kind: 'role', id: assignment.subject, name: assignment.role },
  before,
  after,
});
