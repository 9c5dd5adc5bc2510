import { randomUUID } from 'node:crypto';
import { splitList } from '../../http/requestParameters.ts';
import { route, type PermissionCheck, type Route } from '../../http/route.ts';
import type { Access } from '../Access.ts';
import { isSelf, onUser } from './userPermission.ts';
import { shownToken } from './userRoutes.ts';

const userid = {
  type: 'string',
  format: 'pve-userid',
  maxLength: 64,
} as const;

const ofToken = {
  userid,
  tokenid: { type: 'string', pattern: /[A-Za-z][A-Za-z0-9.\-_]+/ },
} as const;

const details = {
  privsep: { type: 'boolean', optional: true },
  expire: { type: 'integer', minimum: 0, optional: true },
  comment: { type: 'string', optional: true },
} as const;

const path = '/access/users/{userid}/token/{tokenid}';

const onOwn = (access: Access): PermissionCheck => ({
  or: [isSelf, onUser(access, ['User.Modify'])],
});

/** A user's API tokens. A secret is shown once, when it is made. */
export function tokenRoutes(access: Access): Route[] {
  return [
    listTokens(access),
    getToken(access),
    createToken(access),
    updateToken(access),
    deleteToken(access),
  ];
}

function listTokens(access: Access): Route {
  const { accounts } = access;
  return route({
    method: 'GET',
    path: '/access/users/{userid}/token',
    permission: onOwn(access),
    parameters: { userid },
    handler: ({ parameters }) =>
      [...accounts.user(parameters.userid).tokens.values()].map(token => ({
        tokenid: token.tokenId,
        ...shownToken(token),
      })),
  });
}

function getToken(access: Access): Route {
  const { accounts } = access;
  return route({
    method: 'GET',
    path,
    permission: onOwn(access),
    parameters: ofToken,
    handler: ({ parameters }) =>
      shownToken(accounts.token(parameters.userid, parameters.tokenid)),
  });
}

function createToken(access: Access): Route {
  const { accounts } = access;
  return route({
    method: 'POST',
    path,
    permission: onOwn(access),
    parameters: { ...ofToken, ...details },
    handler({ parameters }) {
      const { userid: userId, tokenid, privsep, ...rest } = parameters;
      const value = randomUUID();
      access.addToken(userId, tokenid, value, {
        ...rest,
        privsep: privsep ?? true,
      });
      return {
        'full-tokenid': `${userId}!${tokenid}`,
        value,
        info: shownToken(accounts.token(userId, tokenid)),
      };
    },
  });
}

function updateToken(access: Access): Route {
  const { accounts } = access;
  return route({
    method: 'PUT',
    path,
    permission: onOwn(access),
    parameters: {
      ...ofToken,
      ...details,
      delete: {
        type: 'string',
        format: 'pve-configid-list',
        optional: true,
      },
    },
    handler({ parameters }) {
      const { userid: userId, tokenid, delete: removed, ...rest } = parameters;
      const cleared = splitList(removed);
      accounts.updateToken(userId, tokenid, {
        ...rest,
        ...(cleared.includes('comment') && { comment: '' }),
        ...(cleared.includes('expire') && { expire: 0 }),
      });
      access.changed();
      return shownToken(accounts.token(userId, tokenid));
    },
  });
}

function deleteToken(access: Access): Route {
  return route({
    method: 'DELETE',
    path,
    permission: onOwn(access),
    parameters: ofToken,
    handler: ({ parameters }) =>
      access.removeToken(parameters.userid, parameters.tokenid),
  });
}
