import { ApiError } from '../../http/ApiError.ts';
import { splitList } from '../../http/requestParameters.ts';
import { route, type Route } from '../../http/route.ts';
import type { Access } from '../Access.ts';
import type { Role } from '../privileges.ts';

const roleid = { type: 'string', format: 'pve-roleid' } as const;
const privs = {
  type: 'string',
  format: 'pve-priv-list',
  optional: true,
} as const;
const mayModify = { path: '/access', all: ['Sys.Modify'] };

/** Roles, those of the version and those made here. */
export function roleRoutes(access: Access): Route[] {
  return [
    listRoles(access),
    createRole(access),
    getRole(access),
    updateRole(access),
    deleteRole(access),
  ];
}

function roleOf(access: Access, name: string): Role {
  const role = access.roles.get(name);
  if (!role) throw ApiError.failed(`role '${name}' does not exist`);
  return role;
}

function listRoles(access: Access): Route {
  return route({
    method: 'GET',
    path: '/access/roles',
    permission: 'any',
    parameters: {},
    handler: () =>
      [...access.roles]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([name, role]) => ({
          roleid: name,
          privs: [...role.privileges].sort().join(','),
          special: role.special ? 1 : 0,
        })),
  });
}

function createRole(access: Access): Route {
  return route({
    method: 'POST',
    path: '/access/roles',
    permission: mayModify,
    parameters: { roleid, privs },
    handler({ parameters }) {
      if (access.roles.has(parameters.roleid)) {
        throw ApiError.failed(`role '${parameters.roleid}' already exists`);
      }
      access.setRole(parameters.roleid, splitList(parameters.privs));
    },
  });
}

function getRole(access: Access): Route {
  return route({
    method: 'GET',
    path: '/access/roles/{roleid}',
    permission: 'any',
    parameters: { roleid },
    handler: ({ parameters }) =>
      Object.fromEntries(
        [...roleOf(access, parameters.roleid).privileges].map(name => [
          name,
          1,
        ]),
      ),
  });
}

function updateRole(access: Access): Route {
  return route({
    method: 'PUT',
    path: '/access/roles/{roleid}',
    permission: mayModify,
    parameters: {
      roleid,
      privs,
      append: { type: 'boolean', requires: 'privs', optional: true },
    },
    handler({ parameters }) {
      const before = roleOf(access, parameters.roleid).privileges;
      const kept = parameters.append ? before : [];
      access.setRole(parameters.roleid, [
        ...kept,
        ...splitList(parameters.privs),
      ]);
    },
  });
}

function deleteRole(access: Access): Route {
  return route({
    method: 'DELETE',
    path: '/access/roles/{roleid}',
    permission: mayModify,
    parameters: { roleid },
    handler: ({ parameters }) => access.removeRole(parameters.roleid),
  });
}
