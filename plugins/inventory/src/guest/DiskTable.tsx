import type { GuestDetail } from '@flyloft/plugin-inventory-common';
import { Bytes, Copyable, FactTable, Section } from '@flyloft/ui-kit';
import { configurationKnown } from '../guests/configuration';
import { listWhere, where } from '../paths';
import { InfrastructureLink } from '../platforms/InfrastructureLink';
import styles from './guest.module.css';

/** A guest's disks; what is kept but attached to nothing is said so. */
export function DiskTable({ guest }: { guest: GuestDetail }) {
  return (
    <Section
      title={
        configurationKnown(guest) ? `Disks (${guest.disks.length})` : 'Disks'
      }
    >
      {guest.disks.length === 0 ? (
        <span className={styles.quiet}>
          {configurationKnown(guest)
            ? 'It has no disk.'
            : 'Not known: its configuration could not be read yet.'}
        </span>
      ) : (
        <FactTable label="Disks">
          <thead>
            <tr>
              <th scope="col">Disk</th>
              <th scope="col" data-align="end">
                Size
              </th>
              <th scope="col">Storage</th>
              <th scope="col">Volume</th>
              <th scope="col">Bus</th>
              <th scope="col">Backup</th>
            </tr>
          </thead>
          <tbody>
            {guest.disks.map(disk => (
              <tr key={disk.key}>
                <td>
                  {disk.key}
                  {disk.unused && <span className={styles.quiet}> unused</span>}
                </td>
                <td data-align="end">
                  <Bytes value={disk.sizeBytes} />
                </td>
                <td>
                  {disk.storage ? (
                    <InfrastructureLink
                      href={listWhere('storages', [
                        where('platformId', 'eq', guest.platformId),
                        where('name', 'eq', disk.storage),
                      ])}
                    >
                      {disk.storage}
                    </InfrastructureLink>
                  ) : (
                    '–'
                  )}
                </td>
                <td>
                  {disk.volume ? <Copyable value={disk.volume} mono /> : '–'}
                </td>
                <td>{[disk.bus, disk.format].filter(Boolean).join(', ')}</td>
                <td>{backupWord(disk.backup)}</td>
              </tr>
            ))}
          </tbody>
        </FactTable>
      )}
    </Section>
  );
}

function backupWord(backup: boolean | null): string {
  if (backup === null) return '–';
  return backup ? 'yes' : 'no';
}
