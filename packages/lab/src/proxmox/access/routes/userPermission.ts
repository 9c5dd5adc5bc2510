import type { PermissionCheck } from '../../http/route.ts';
import type { Access } from '../Access.ts';
import type { Caller } from '../caller.ts';

/**
 * True when the caller has one of the privileges on /access/groups, or on a
 * group that the user is in.
 */
export function mayOnUser(
  access: Access,
  caller: Caller,
  userId: string,
  privileges: readonly string[],
): boolean {
  if (caller.isRoot || caller.any('/access/groups', privileges)) return true;
  const groups = access.accounts.find(userId)?.groups ?? [];
  return [...groups].some(group =>
    caller.any(`/access/groups/${group}`, privileges),
  );
}

/** `mayOnUser` for the user named in the path. */
export function onUser(
  access: Access,
  privileges: readonly string[],
): PermissionCheck {
  return (caller, { userid }) =>
    mayOnUser(access, caller, String(userid), privileges);
}

/** The user themselves; their tokens are not. */
export const isSelf: PermissionCheck = (caller, { userid }) =>
  caller.authId === userid;

/** True when the caller may create or delete users of a user's realm. */
export const onRealm: PermissionCheck = (caller, { userid }) => {
  const realm = String(userid).slice(String(userid).lastIndexOf('@') + 1);
  return caller.has(`/access/realm/${realm}`, 'Realm.AllocateUser');
};
