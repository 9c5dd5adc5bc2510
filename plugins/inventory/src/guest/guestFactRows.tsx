import { Link } from '@backstage/ui';
import type { GuestDetail } from '@flyloft/plugin-inventory-common';
import {
  Bytes,
  Copyable,
  ExactTime,
  RelativeTime,
  type FactRow,
} from '@flyloft/ui-kit';
import { hasUnlimitedCpus } from '../guests/configuration';
import { OwnerLink } from '../guests/OwnerLink';
import { SaidByPeople } from '../guests/SaidByPeople';
import { detailPath, listWhere, where } from '../paths';
import { InfrastructureLink } from '../platforms/InfrastructureLink';

const mono = (value: string | null) =>
  value ? <Copyable value={value} mono /> : null;
const plain = (value: string | null) => value ?? null;

/** What a guest is and where it is. */
export function placeRows(guest: GuestDetail): FactRow[] {
  return [
    {
      label: 'Platform',
      value: (
        <Link
          href={listWhere('guests', [
            where('platformId', 'eq', guest.platformId),
          ])}
        >
          {guest.freshness.title}
        </Link>
      ),
    },
    {
      label: 'Cluster',
      value: guest.cluster && (
        <>
          <InfrastructureLink href={detailPath('clusters', guest.cluster.id)}>
            {guest.cluster.name}
          </InfrastructureLink>
          <SaidByPeople guest={guest} field="cluster" />
        </>
      ),
    },
    {
      label: 'Host',
      value: guest.host && (
        <InfrastructureLink href={detailPath('hosts', guest.host.id)}>
          {guest.host.name}
        </InfrastructureLink>
      ),
    },
    { label: 'VM id', value: mono(guest.externalId) },
    {
      label: 'Type',
      value: guest.template ? `${typeWord(guest)}, template` : typeWord(guest),
    },
    { label: 'Owner', value: <OwnerLink ownerRef={guest.ownerRef} /> },
    { label: 'Pool', value: plain(guest.pool) },
    { label: 'Folder', value: plain(guest.folder) },
    { label: 'Organization', value: plain(guest.organization) },
    { label: 'VDC', value: plain(guest.vdc) },
    { label: 'Tags', value: plain(guest.tags.join(', ') || null) },
    { label: 'Lock', value: plain(guest.lock) },
    { label: 'HA', value: plain(guest.haState) },
    { label: 'HA rules', value: plain(guest.haRules) },
    { label: 'Replication', value: plain(guest.replication) },
    { label: 'Last backup', value: <LastBackup guest={guest} /> },
  ];
}

function typeWord(guest: GuestDetail): string {
  return guest.type.replace('-', ' ');
}

/** What it is made of and what runs in it. */
export function machineRows(guest: GuestDetail): FactRow[] {
  return [
    { label: 'vCPU', value: cpuWords(guest) },
    { label: 'Memory', value: <Bytes value={guest.memoryBytes} /> },
    { label: 'Instance type', value: plain(guest.instanceType) },
    { label: 'Disk', value: <Bytes value={guest.diskBytes} /> },
    {
      label: 'Operating system',
      value: guest.osType && (
        <>
          {guest.osType}
          <SaidByPeople guest={guest} field="osType" />
        </>
      ),
    },
    {
      label: 'Host name',
      value: guest.hostName && (
        <>
          <Copyable value={guest.hostName} mono />
          <SaidByPeople guest={guest} field="hostName" />
        </>
      ),
    },
    { label: 'Agent', value: guest.agentState.replace('-', ' ') },
    { label: 'BIOS UUID', value: mono(guest.biosUuid) },
    { label: 'Started', value: <ExactTime at={guest.startedAt} /> },
    { label: 'Created', value: <ExactTime at={guest.createdAt} /> },
    { label: 'First seen', value: <ExactTime at={guest.firstSeenAt} /> },
    { label: 'Last seen', value: <RelativeTime at={guest.lastSeenAt} /> },
    { label: 'Last change', value: <RelativeTime at={guest.changedAt} /> },
  ];
}

function cpuWords(guest: GuestDetail): string {
  if (hasUnlimitedCpus(guest)) return "not limited: all of the host's";
  if (guest.vcpus === null) return '–';
  return guest.sockets && guest.coresPerSocket
    ? `${guest.vcpus} (sockets ${guest.sockets}, cores ${guest.coresPerSocket})`
    : `${guest.vcpus}`;
}

/** When, what and where: `2 h ago, backup on pbs-west`. */
function LastBackup({ guest }: { guest: GuestDetail }) {
  if (guest.lastBackupAt === null) return guest.lastBackupKind ?? '–';
  const what = [
    guest.lastBackupKind,
    guest.lastBackupSource && `on ${guest.lastBackupSource}`,
  ].filter(Boolean);
  return (
    <>
      <RelativeTime at={guest.lastBackupAt} />
      {what.length > 0 && `, ${what.join(' ')}`}
    </>
  );
}
