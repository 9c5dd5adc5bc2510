export {
  startIdentity,
  type Identity,
  type IdentityOptions,
} from './startIdentity.ts';
export type { IdentityFault, PagedList } from './faults.ts';
export type { ClientCredentials } from './provider.ts';
export type { LabGroup, LabUser } from './directory/people.ts';
