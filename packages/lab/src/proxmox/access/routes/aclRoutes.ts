import { splitList } from '../../http/requestParameters.ts';
import { route, type Route } from '../../http/route.ts';
import type { Access } from '../Access.ts';
import { normalizePath } from '../AclTree.ts';
import type { Caller } from '../caller.ts';

/** The access control list. */
export function aclRoutes(access: Access): Route[] {
  return [
    route({
      method: 'GET',
      path: '/access/acl',
      permission: 'any',
      parameters: {},
      handler: ({ caller }) =>
        access.acl
          .entries()
          .filter(
            ({ path }) =>
              caller.has('/access', 'Sys.Audit') || maySet(caller, path),
          )
          .map(({ path, kind, subject, role, propagate }) => ({
            path,
            type: kind,
            ugid: subject,
            roleid: role,
            propagate: propagate ? 1 : 0,
          })),
    }),
    route({
      method: 'PUT',
      path: '/access/acl',
      permission: (caller, { path }) =>
        maySet(caller, normalizePath(String(path))),
      parameters: {
        path: { type: 'string' },
        roles: { type: 'string', format: 'pve-roleid-list' },
        users: { type: 'string', format: 'pve-userid-list', optional: true },
        groups: { type: 'string', format: 'pve-groupid-list', optional: true },
        tokens: { type: 'string', format: 'pve-tokenid-list', optional: true },
        propagate: { type: 'boolean', optional: true },
        delete: { type: 'boolean', optional: true },
      },
      handler({ parameters }) {
        access.setAcl({
          path: parameters.path,
          roles: splitList(parameters.roles),
          users: splitList(parameters.users),
          groups: splitList(parameters.groups),
          tokens: splitList(parameters.tokens),
          propagate: parameters.propagate,
          remove: parameters.delete,
        });
      },
    }),
  ];
}

/** Who may allocate below a storage, a guest or a pool may also say who else may. */
const allocators: ReadonlyArray<[string, string]> = [
  ['/storage/', 'Datastore.Allocate'],
  ['/vms/', 'VM.Allocate'],
  ['/pool/', 'Pool.Allocate'],
];

function maySet(caller: Caller, path: string): boolean {
  const allocator = allocators.find(([prefix]) => path.startsWith(prefix));
  return caller.any(path, [
    'Permissions.Modify',
    ...(allocator ? [allocator[1]] : []),
  ]);
}
