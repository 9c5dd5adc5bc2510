import type { CollectionGap } from '@flyloft/plugin-inventory-node';
import {
  hasPrivilege,
  hasPrivilegeBelow,
  type Permissions,
} from '../wire/permissions';

/** A privilege the collector needs, and what it can't see without. */
export interface RequiredPrivilege {
  path: string;
  privilege: string;
  what: string;
  withholdsDeletions: CollectionGap['withholdsDeletions'];
}

/** The privilege to ask guest agents: 9 has one for it, 8 the whole monitor. */
export function agentPrivilege(version: string): string {
  const major = Number.parseInt(version, 10);
  return major >= 9 ? 'VM.GuestAgent.Audit' : 'VM.Monitor';
}

/** Whether there is any guest whose agent we may ask. */
export function mayAskAgents(
  permissions: Permissions,
  version: string,
): boolean {
  const privilege = agentPrivilege(version);
  return (
    hasPrivilege(permissions, '/vms', privilege) ||
    hasPrivilegeBelow(permissions, '/vms', privilege) ||
    hasPrivilegeBelow(permissions, '/pool', privilege)
  );
}

/** What a version asks for, in the order in which to show it. */
export function requiredPrivileges(
  version: string,
  agentEnabled: boolean,
): RequiredPrivilege[] {
  const agent: RequiredPrivilege = {
    path: '/vms',
    privilege: agentPrivilege(version),
    what: 'what guest agents tell (addresses, host names, systems)',
    withholdsDeletions: [],
  };
  return [
    {
      path: '/vms',
      privilege: 'VM.Audit',
      what: 'guests',
      // Which VLANs are in use stands in the guests' NICs.
      withholdsDeletions: ['guest', 'network'],
    },
    {
      path: '/',
      privilege: 'Sys.Audit',
      what: 'the cluster and its hosts',
      withholdsDeletions: ['cluster', 'host', 'network'],
    },
    {
      path: '/storage',
      privilege: 'Datastore.Audit',
      what: 'storages and what they hold',
      withholdsDeletions: ['storage', 'image'],
    },
    {
      path: '/sdn',
      privilege: 'SDN.Audit',
      what: 'networks of the software-defined network',
      withholdsDeletions: ['network'],
    },
    ...(agentEnabled ? [agent] : []),
  ];
}

/** Those of the required privileges that do not hold. */
export function missingPrivileges(
  permissions: Permissions,
  required: RequiredPrivilege[],
): RequiredPrivilege[] {
  return required.filter(
    ({ path, privilege }) => !hasPrivilege(permissions, path, privilege),
  );
}

/**
 * Says what can't be seen for lack of a privilege. Proxmox leaves out what one
 * may not see instead of refusing: without this, a token that lost its rights
 * would look like an empty platform.
 */
export function privilegeGap(
  permissions: Permissions,
  missing: RequiredPrivilege,
): CollectionGap {
  const { path, privilege, what } = missing;
  const partly = hasPrivilegeBelow(permissions, path, privilege);
  return {
    kind: 'gap',
    scope: what,
    reason: partly
      ? `${privilege} holds on parts of ${path} only: what is elsewhere can't be seen`
      : `${privilege} on ${path} is missing`,
    withholdsDeletions: missing.withholdsDeletions,
  };
}

// Proxmox shows a backup only to who could make one, and leaves the others
// out of the list without a word.
const backupPrivileges = [
  ['/vms', 'VM.Backup'],
  ['/storage', 'Datastore.AllocateSpace'],
] as const;

/** Whether the lists of backups are whole for us. */
export function seesAllBackups(permissions: Permissions): boolean {
  return (
    hasPrivilege(permissions, '/storage', 'Datastore.Allocate') ||
    backupPrivileges.every(([path, privilege]) =>
      hasPrivilege(permissions, path, privilege),
    )
  );
}

/** Says that backups are not seen, and what to do about it either way. */
export const backupGap: CollectionGap = {
  kind: 'gap',
  scope: 'when guests were last backed up',
  reason: `${backupPrivileges.map(([path, privilege]) => `${privilege} on ${path}`).join(' and ')} are missing: Proxmox shows backups only to who may make some (backups.enabled: false leaves them out)`,
  withholdsDeletions: [],
};
