import { route, type Route } from '../../http/route.ts';
import type { Access } from '../Access.ts';
import { aclRoutes } from './aclRoutes.ts';
import { groupRoutes } from './groupRoutes.ts';
import { realmRoutes } from './realmRoutes.ts';
import { roleRoutes } from './roleRoutes.ts';
import { ticketRoutes } from './ticketRoutes.ts';
import { tokenRoutes } from './tokenRoutes.ts';
import { userRoutes } from './userRoutes.ts';

/** Everything under /access. */
export function accessRoutes(access: Access): Route[] {
  return [
    indexRoute,
    ...ticketRoutes(access),
    ...userRoutes(access),
    ...tokenRoutes(access),
    ...groupRoutes(access),
    ...roleRoutes(access),
    ...aclRoutes(access),
    ...realmRoutes(),
  ];
}

const indexRoute = route({
  method: 'GET',
  path: '/access',
  permission: 'any',
  parameters: {},
  handler: () =>
    ['users', 'groups', 'roles', 'acl', 'domains', 'ticket', 'permissions'].map(
      subdir => ({ subdir }),
    ),
});
