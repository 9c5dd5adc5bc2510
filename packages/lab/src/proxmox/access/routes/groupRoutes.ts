import { route, type Route } from '../../http/route.ts';
import type { Access } from '../Access.ts';

const groupid = { type: 'string', format: 'pve-groupid' } as const;
const comment = { type: 'string', optional: true } as const;
const mayAllocate = { path: '/access/groups', all: ['Group.Allocate'] };

/** Groups of users. */
export function groupRoutes(access: Access): Route[] {
  return [
    listGroups(access),
    createGroup(access),
    getGroup(access),
    updateGroup(access),
    deleteGroup(access),
  ];
}

function listGroups(access: Access): Route {
  const { accounts } = access;
  return route({
    method: 'GET',
    path: '/access/groups',
    permission: 'any',
    parameters: {},
    handler({ caller }) {
      const may = ['User.Modify', 'Sys.Audit', 'Group.Allocate'];
      return accounts
        .listGroups()
        .filter(({ groupId }) => caller.any(`/access/groups/${groupId}`, may))
        .map(group => ({
          groupid: group.groupId,
          comment: group.comment,
          users: accounts.membersOf(group.groupId).join(','),
        }));
    },
  });
}

function createGroup(access: Access): Route {
  return route({
    method: 'POST',
    path: '/access/groups',
    permission: mayAllocate,
    parameters: { groupid, comment },
    handler: ({ parameters }) =>
      access.addGroup(parameters.groupid, parameters.comment),
  });
}

function getGroup(access: Access): Route {
  const { accounts } = access;
  return route({
    method: 'GET',
    path: '/access/groups/{groupid}',
    permission: {
      path: '/access/groups',
      any: ['Sys.Audit', 'Group.Allocate'],
    },
    parameters: { groupid },
    handler: ({ parameters }) => ({
      comment: accounts.group(parameters.groupid).comment,
      members: accounts.membersOf(parameters.groupid),
    }),
  });
}

function updateGroup(access: Access): Route {
  const { accounts } = access;
  return route({
    method: 'PUT',
    path: '/access/groups/{groupid}',
    permission: mayAllocate,
    parameters: { groupid, comment },
    handler({ parameters }) {
      accounts.group(parameters.groupid).comment = parameters.comment;
    },
  });
}

function deleteGroup(access: Access): Route {
  return route({
    method: 'DELETE',
    path: '/access/groups/{groupid}',
    permission: mayAllocate,
    parameters: { groupid },
    handler: ({ parameters }) => access.removeGroup(parameters.groupid),
  });
}
