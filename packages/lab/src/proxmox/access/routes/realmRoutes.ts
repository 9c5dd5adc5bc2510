import { ApiError } from '../../http/ApiError.ts';
import { route, type Route } from '../../http/route.ts';

const realms = [
  { realm: 'pam', type: 'pam', comment: 'Linux PAM standard authentication' },
  { realm: 'pve', type: 'pve', comment: 'Proxmox VE authentication server' },
];

/** The realms of a new installation. */
export function realmRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/access/domains',
      permission: 'world',
      parameters: {},
      handler: () => realms,
    }),
    route({
      method: 'GET',
      path: '/access/domains/{realm}',
      permission: {
        path: '/access/realm',
        any: ['Realm.Allocate', 'Sys.Audit'],
      },
      parameters: {
        realm: { type: 'string', format: 'pve-realm', maxLength: 32 },
      },
      handler({ parameters }) {
        const found = realms.find(({ realm }) => realm === parameters.realm);
        if (!found) {
          throw ApiError.failed(`domain '${parameters.realm}' does not exist`);
        }
        return { type: found.type, comment: found.comment };
      },
    }),
  ];
}
