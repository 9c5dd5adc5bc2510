import { ApiError } from '../../http/ApiError.ts';
import { splitList } from '../../http/requestParameters.ts';
import { route, type Route } from '../../http/route.ts';
import type { Access } from '../Access.ts';
import { parseAuthId } from '../authId.ts';
import type { Privileges } from '../Permissions.ts';

/** Signing in, and what one may do. */
export function ticketRoutes(access: Access): Route[] {
  return [signInPage(access), signIn(access), getPermissions(access)];
}

function signInPage(access: Access): Route {
  return route({
    method: 'GET',
    path: '/access/ticket',
    permission: 'world',
    parameters: {},
    handler: () => null,
  });
}

function signIn(access: Access): Route {
  return route({
    method: 'POST',
    path: '/access/ticket',
    permission: 'world',
    allowToken: false,
    parameters: {
      username: { type: 'string', maxLength: 64 },
      password: { type: 'string' },
      realm: {
        type: 'string',
        format: 'pve-realm',
        maxLength: 32,
        optional: true,
      },
      otp: { type: 'string', optional: true },
      'tfa-challenge': { type: 'string', optional: true },
      'new-format': { type: 'boolean', optional: true },
      path: {
        type: 'string',
        maxLength: 64,
        requires: 'privs',
        optional: true,
      },
      privs: {
        type: 'string',
        format: 'pve-priv-list',
        maxLength: 64,
        requires: 'path',
        optional: true,
      },
    },
    handler({ parameters }) {
      const { username, realm, password, path, privs } = parameters;
      const userId = realm === undefined ? username : `${username}@${realm}`;
      const { ticket, csrfToken } = access.signIn(userId, password);
      if (path !== undefined) {
        const caller = access.caller(userId);
        if (!caller.all(path, splitList(privs))) {
          throw ApiError.refused(`${path}, ${privs}`);
        }
      }
      return {
        username: userId,
        ticket,
        CSRFPreventionToken: csrfToken,
        cap: access.capabilitiesOf(userId),
        clustername: access.clusterName,
      };
    },
  });
}

function getPermissions(access: Access): Route {
  return route({
    method: 'GET',
    path: '/access/permissions',
    permission: 'any',
    parameters: {
      userid: { type: 'string', optional: true },
      path: { type: 'string', optional: true },
    },
    handler({ parameters, caller }) {
      const authId = parameters.userid ?? caller.authId;
      const id = parseAuthId(authId);
      if (!id) {
        throw ApiError.badParameters({
          userid: 'value does not match the regex pattern',
        });
      }
      const own = authId === caller.authId || id.userId === caller.authId;
      if (!own && !caller.isRoot && !caller.has('/access', 'Sys.Audit')) {
        throw ApiError.refused('/access, Sys.Audit');
      }
      const { path } = parameters;
      if (path === undefined) return asNumbers(access.permissionsOf(authId));
      return asNumbers({ [path]: access.permissions(authId, path) });
    },
  });
}

function asNumbers(
  byPath: Record<string, Privileges>,
): Record<string, Record<string, 0 | 1>> {
  return Object.fromEntries(
    Object.entries(byPath).map(([path, privileges]) => [
      path,
      Object.fromEntries(
        [...privileges].map(([name, propagate]) => [name, propagate ? 1 : 0]),
      ),
    ]),
  );
}
