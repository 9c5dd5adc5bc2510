import { splitList } from '../../http/requestParameters.ts';
import { route, type Route } from '../../http/route.ts';
import type { Access } from '../Access.ts';
import type { Token, User } from '../Accounts.ts';
import { realmOf } from '../authId.ts';
import { mayOnUser, onRealm, onUser } from './userPermission.ts';

const userid = {
  type: 'string',
  format: 'pve-userid',
  maxLength: 64,
} as const;

const details = {
  enable: { type: 'boolean', optional: true },
  expire: { type: 'integer', minimum: 0, optional: true },
  comment: { type: 'string', maxLength: 2048, optional: true },
  email: { type: 'string', maxLength: 254, optional: true },
  firstname: { type: 'string', maxLength: 1024, optional: true },
  lastname: { type: 'string', maxLength: 1024, optional: true },
} as const;

const groups = {
  type: 'string',
  format: 'pve-groupid-list',
  optional: true,
} as const;

/** Users; their tokens have routes of their own. */
export function userRoutes(access: Access): Route[] {
  return [
    listUsers(access),
    createUser(access),
    getUser(access),
    updateUser(access),
    deleteUser(access),
  ];
}

function listUsers(access: Access): Route {
  const { accounts } = access;
  return route({
    method: 'GET',
    path: '/access/users',
    permission: 'any',
    parameters: {
      enabled: { type: 'boolean', optional: true },
      full: { type: 'boolean', optional: true },
    },
    handler({ parameters, caller }) {
      const may = ['User.Modify', 'Sys.Audit'];
      return accounts
        .list()
        .filter(
          ({ userId, enable }) =>
            (userId === caller.userId ||
              mayOnUser(access, caller, userId, may)) &&
            (parameters.enabled ?? enable) === enable,
        )
        .map(user => listed(user, parameters.full ?? false));
    },
  });
}

function createUser(access: Access): Route {
  return route({
    method: 'POST',
    path: '/access/users',
    permission: { and: [onRealm, onUser(access, ['User.Modify'])] },
    parameters: {
      ...details,
      userid,
      groups,
      password: {
        type: 'string',
        minLength: 8,
        maxLength: 64,
        optional: true,
      },
    },
    handler({ parameters }) {
      const { userid: userId, groups: list, ...rest } = parameters;
      access.addUser(userId, { ...rest, groups: splitList(list) });
    },
  });
}

function getUser(access: Access): Route {
  const { accounts } = access;
  return route({
    method: 'GET',
    path: '/access/users/{userid}',
    permission: onUser(access, ['User.Modify', 'Sys.Audit']),
    parameters: { userid },
    handler({ parameters }) {
      const user = accounts.user(parameters.userid);
      const tokens = [...user.tokens.values()];
      return {
        ...shownDetails(user),
        groups: [...user.groups],
        tokens: Object.fromEntries(
          tokens.map(token => [token.tokenId, shownToken(token)]),
        ),
      };
    },
  });
}

function updateUser(access: Access): Route {
  const { accounts } = access;
  return route({
    method: 'PUT',
    path: '/access/users/{userid}',
    permission: onUser(access, ['User.Modify']),
    parameters: {
      ...details,
      userid,
      groups,
      append: { type: 'boolean', requires: 'groups', optional: true },
    },
    handler({ parameters }) {
      const { userid: userId, groups: list, append, ...rest } = parameters;
      const into = list === undefined ? undefined : splitList(list);
      accounts.updateUser(userId, { ...rest, groups: into }, append ?? false);
      access.changed();
    },
  });
}

function deleteUser(access: Access): Route {
  return route({
    method: 'DELETE',
    path: '/access/users/{userid}',
    permission: { and: [onRealm, onUser(access, ['User.Modify'])] },
    parameters: { userid },
    handler: ({ parameters }) => access.removeUser(parameters.userid),
  });
}

function listed(user: User, full: boolean) {
  return {
    userid: user.userId,
    ...shownDetails(user),
    'realm-type': realmOf(user.userId),
    ...(full && {
      groups: [...user.groups].join(','),
      tokens: [...user.tokens.values()].map(token => ({
        tokenid: token.tokenId,
        ...shownToken(token),
      })),
    }),
  };
}

function shownDetails(user: User) {
  const { comment, email, firstname, lastname } = user;
  return {
    enable: user.enable ? 1 : 0,
    expire: user.expire ?? 0,
    comment,
    email,
    firstname,
    lastname,
  };
}

/** A token as lists show it: never its secret. */
export function shownToken({ privsep, expire, comment }: Token) {
  return { privsep: privsep ? 1 : 0, expire: expire ?? 0, comment };
}
