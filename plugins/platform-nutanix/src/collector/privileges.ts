import type { CollectionGap } from '@flyloft/plugin-inventory-node';
import type { ListName } from '../wire/records';

/** What may be read with an operation of Prism Central's access control. */
export interface RequiredOperation {
  list: ListName;
  /** The operation's name in a role, as Prism Central shows it. */
  operation: string;
  what: string;
  withholdsDeletions: CollectionGap['withholdsDeletions'];
}

/*
 * Names of operations as the Nutanix IAM API reference v4.0 lists them
 * (`GET /api/iam/v4.0/authz/operations`, `displayName`). A list that is
 * refused says which one is missing; a role that is limited to some things
 * leaves the others out without a word, which nobody can tell from a platform
 * that has no more.
 */
export const requiredOperations: readonly RequiredOperation[] = [
  {
    list: 'clusters',
    operation: 'View_Cluster',
    what: 'clusters',
    withholdsDeletions: ['cluster'],
  },
  {
    list: 'hosts',
    operation: 'View_Host',
    what: 'hosts',
    withholdsDeletions: ['host'],
  },
  {
    list: 'subnets',
    operation: 'View_Subnet',
    what: 'subnets and their VLANs',
    withholdsDeletions: ['network'],
  },
  {
    list: 'containers',
    operation: 'View_Storage_Container',
    what: 'storage containers',
    withholdsDeletions: ['storage'],
  },
  {
    list: 'images',
    operation: 'View_Image',
    what: 'images',
    withholdsDeletions: ['image'],
  },
  {
    list: 'templates',
    operation: 'View_Template',
    what: 'templates',
    withholdsDeletions: ['image'],
  },
  {
    list: 'vms',
    operation: 'View_Virtual_Machine',
    what: 'guests',
    withholdsDeletions: ['guest'],
  },
  {
    list: 'categories',
    operation: 'View_Category',
    what: 'categories, and so tags',
    withholdsDeletions: [],
  },
  {
    list: 'recoveryPoints',
    operation: 'View_Recovery_Point',
    what: 'recovery points, and so last backups',
    withholdsDeletions: [],
  },
];

/** What can't be seen where a list was refused. */
export function refusalGap(required: RequiredOperation): CollectionGap {
  return {
    kind: 'gap',
    scope: required.what,
    reason: `${required.operation} is missing`,
    withholdsDeletions: required.withholdsDeletions,
  };
}

/** What an interface doesn't list at all. */
export function interfaceGap(
  required: RequiredOperation,
  version: string,
): CollectionGap {
  return {
    kind: 'gap',
    scope: required.what,
    reason: `Prism Central's ${version} interface does not list them`,
    withholdsDeletions: required.withholdsDeletions,
  };
}
