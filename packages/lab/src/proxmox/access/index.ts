export { Access } from './Access.ts';
export type {
  AccessOptions,
  AclChange,
  Credentials,
  SignIn,
} from './Access.ts';
export type { PoolMembership, Privileges } from './Permissions.ts';
export type { MajorVersion } from './privileges.ts';
export type { Caller } from './caller.ts';
export { accessRoutes } from './routes/accessRoutes.ts';
