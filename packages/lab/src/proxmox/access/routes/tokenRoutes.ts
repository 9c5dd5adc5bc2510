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

/** A user's API tokens. A secret is shown once, when it is made. */
export function tokenRoutes(access: Access): Route[] {
  const { accounts } = access;
  const permission: PermissionCheck = {
    or: [isSelf, onUser(access, ['User.Modify'])],
  };
  const path = '/access/users/{userid}/token/{tokenid}';
  return [
    route({
      method: 'GET',
      path: '/access/users/{userid}/token',
      permission,
      parameters: { userid },
      handler: ({ parameters }) =>
        [...accounts.user(parameters.userid).tokens.values()].map(token => ({
          tokenid: token.tokenId,
          ...shownToken(token),
        })),
    }),
    route({
      method: 'GET',
      path,
      permission,
      parameters: ofToken,
      handler: ({ parameters }) =>
        shownToken(accounts.token(parameters.userid, parameters.tokenid)),
    }),
    route({
      method: 'POST',
      path,
      permission,
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
    }),
    route({
      method: 'PUT',
      path,
      permission,
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
        const {
          userid: userId,
          tokenid,
          delete: removed,
          ...rest
        } = parameters;
        const cleared = splitList(removed);
        accounts.updateToken(userId, tokenid, {
          ...rest,
          ...(cleared.includes('comment') && { comment: '' }),
          ...(cleared.includes('expire') && { expire: 0 }),
        });
        access.changed();
        return shownToken(accounts.token(userId, tokenid));
      },
    }),
    route({
      method: 'DELETE',
      path,
      permission,
      parameters: ofToken,
      handler: ({ parameters }) =>
        access.removeToken(parameters.userid, parameters.tokenid),
    }),
  ];
}
