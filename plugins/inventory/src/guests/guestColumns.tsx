import { Link } from '@backstage/ui';
import { RiAlertLine } from '@remixicon/react';
import type { Guest } from '@flyloft/plugin-inventory-common';
import {
  Bytes,
  Copyable,
  RelativeTime,
  type ListColumn,
} from '@flyloft/ui-kit';
import { detailPath } from '../paths';
import { InfrastructureLink } from '../platforms/InfrastructureLink';
import { AddressesCell } from './AddressesCell';
import { additionColumns } from './additionColumns';
import { configurationKnown, hasUnlimitedCpus } from './configuration';
import { GuestStatusBadge } from './GuestStatusBadge';
import { OwnerCell } from './OwnerCell';
import { SaidByPeople } from './SaidByPeople';
import styles from './guests.module.css';

const text = (value: string | number | null) => value ?? '–';
const yesNo = (value: boolean) => (value ? 'yes' : 'no');

/** A guest's name, linked, with a mark where its identity is in doubt. */
export function GuestName({ guest }: { guest: Guest }) {
  return (
    <span className={styles.name}>
      <Link href={detailPath('guests', guest.id)} standalone>
        {guest.name}
      </Link>
      {guest.identityDoubt && (
        <span
          role="img"
          className={styles.doubt}
          aria-label={`Possibly another machine: ${guest.identityDoubt}`}
          title={`Possibly another machine: ${guest.identityDoubt}`}
        >
          <RiAlertLine size={14} />
        </span>
      )}
    </span>
  );
}

const usualColumns: ListColumn<Guest>[] = [
  { id: 'name', narrow: 'title', cell: guest => <GuestName guest={guest} /> },
  {
    id: 'powerState',
    width: 8.5,
    narrow: 'status',
    cell: guest => <GuestStatusBadge guest={guest} />,
  },
  {
    id: 'host',
    label: 'Platform · host',
    exports: ['platformId', 'host'],
    width: 12,
    narrow: 'detail',
    cell: guest => (
      <>
        {guest.platformId}
        {guest.host && (
          <>
            {' · '}
            <InfrastructureLink
              href={detailPath('hosts', guest.host.id)}
              standalone
            >
              {guest.host.name}
            </InfrastructureLink>
          </>
        )}
      </>
    ),
  },
  {
    id: 'vcpus',
    width: 4.75,
    align: 'end',
    cell: guest =>
      hasUnlimitedCpus(guest) ? (
        <span title="Not limited: it may use all CPUs of its host">
          no limit
        </span>
      ) : (
        text(guest.vcpus)
      ),
  },
  {
    id: 'memoryBytes',
    width: 6.25,
    align: 'end',
    cell: guest => <Bytes value={guest.memoryBytes} />,
  },
  {
    id: 'diskBytes',
    width: 5.5,
    align: 'end',
    cell: guest => <Bytes value={guest.diskBytes} />,
  },
  {
    id: 'addresses',
    width: 11.5,
    narrow: 'detail',
    sortBy: 'primaryAddress',
    cell: guest => <AddressesCell guest={guest} />,
  },
  {
    id: 'ownerRef',
    width: 7.5,
    cell: guest => <OwnerCell guest={guest} />,
  },
  {
    id: 'changedAt',
    width: 6,
    align: 'end',
    cell: guest => <RelativeTime at={guest.changedAt} />,
  },
];

const optionalColumns: ListColumn<Guest>[] = [
  { id: 'externalId', width: 5.5, cell: guest => guest.externalId },
  { id: 'type', width: 8, cell: guest => guest.type.replace('-', ' ') },
  ...additionColumns,
  {
    id: 'cluster',
    width: 8,
    cell: guest => (
      <>
        {text(guest.cluster?.name ?? null)}
        <SaidByPeople guest={guest} field="cluster" />
      </>
    ),
  },
  {
    id: 'hostName',
    width: 11,
    cell: guest => (
      <>
        {text(guest.hostName)}
        <SaidByPeople guest={guest} field="hostName" />
      </>
    ),
  },
  {
    id: 'networks',
    width: 10,
    cell: guest => text(guest.networks.join(', ') || null),
  },
  {
    id: 'macAddresses',
    width: 12,
    cell: guest =>
      guest.macAddresses[0] ? (
        <Copyable value={guest.macAddresses[0]} mono />
      ) : (
        '–'
      ),
  },
  { id: 'tags', width: 9, cell: guest => text(guest.tags.join(', ') || null) },
  { id: 'pool', width: 7, cell: guest => text(guest.pool) },
  {
    id: 'osType',
    width: 9,
    cell: guest => (
      <>
        {text(guest.osType)}
        <SaidByPeople guest={guest} field="osType" />
      </>
    ),
  },
  {
    id: 'osFamily',
    width: 6,
    cell: guest => (
      <>
        {text(guest.osFamily)}
        <SaidByPeople guest={guest} field="osFamily" />
      </>
    ),
  },
  {
    id: 'biosUuid',
    width: 19,
    cell: guest =>
      guest.biosUuid ? <Copyable value={guest.biosUuid} mono /> : '–',
  },
  {
    id: 'agentState',
    width: 7.5,
    cell: guest => guest.agentState.replace('-', ' '),
  },
  { id: 'haState', width: 6, cell: guest => text(guest.haState) },
  { id: 'haRules', width: 12, cell: guest => text(guest.haRules) },
  { id: 'folder', width: 9, cell: guest => text(guest.folder) },
  { id: 'organization', width: 9, cell: guest => text(guest.organization) },
  { id: 'vdc', width: 8, cell: guest => text(guest.vdc) },
  { id: 'instanceType', width: 8, cell: guest => text(guest.instanceType) },
  {
    id: 'lastBackupAt',
    width: 7,
    align: 'end',
    cell: guest => <RelativeTime at={guest.lastBackupAt} />,
  },
  { id: 'lastBackupKind', width: 7, cell: guest => text(guest.lastBackupKind) },
  {
    id: 'lastBackupSource',
    width: 8,
    cell: guest => text(guest.lastBackupSource),
  },
  { id: 'replication', width: 8, cell: guest => text(guest.replication) },
  { id: 'lock', width: 6, cell: guest => text(guest.lock) },
  { id: 'template', width: 6, cell: guest => yesNo(guest.template) },
  {
    id: 'diskCount',
    width: 5,
    align: 'end',
    cell: guest => (configurationKnown(guest) ? guest.diskCount : '–'),
  },
  {
    id: 'nicCount',
    width: 5,
    align: 'end',
    cell: guest => (configurationKnown(guest) ? guest.nicCount : '–'),
  },
  {
    id: 'startedAt',
    width: 7,
    align: 'end',
    cell: guest => <RelativeTime at={guest.startedAt} />,
  },
  {
    id: 'createdAt',
    width: 7,
    align: 'end',
    cell: guest => <RelativeTime at={guest.createdAt} />,
  },
  {
    id: 'firstSeenAt',
    width: 7,
    align: 'end',
    cell: guest => <RelativeTime at={guest.firstSeenAt} />,
  },
  {
    id: 'lastSeenAt',
    width: 7,
    align: 'end',
    cell: guest => <RelativeTime at={guest.lastSeenAt} />,
  },
  {
    id: 'deletedAt',
    width: 7,
    align: 'end',
    cell: guest => <RelativeTime at={guest.deletedAt} />,
  },
];

/** Every fact of a guest that a list can show; the first ones are shown at first. */
export const guestColumns: readonly ListColumn<Guest>[] = [
  ...usualColumns,
  ...optionalColumns.map(column => ({ ...column, optional: true })),
];

/** The facts offered as filters at once, the most asked for first. */
export const guestQuickFacts = [
  'platformId',
  'powerState',
  'ownerRef',
  'networks',
  'osFamily',
  'tags',
] as const;
