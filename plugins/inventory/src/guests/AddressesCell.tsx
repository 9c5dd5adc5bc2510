import { Link } from '@backstage/ui';
import { RiAlertLine } from '@remixicon/react';
import type { Guest } from '@flyloft/plugin-inventory-common';
import { Copyable } from '@flyloft/ui-kit';
import { listWhere, where } from '../paths';
import styles from './guests.module.css';

/** The first address of a guest, how many more, and whether one is shared. */
export function AddressesCell({ guest }: { guest: Guest }) {
  const first = guest.primaryAddress ?? guest.addresses[0];
  if (!first) return <span className={styles.quiet}>none</span>;
  const others = guest.addresses.filter(address => address !== first);
  return (
    <Copyable value={first}>
      <span className={styles.addresses}>
        <span className={styles.address}>{first}</span>
        {others.length > 0 && (
          <span className={styles.quiet} title={others.join('\n')}>
            +{others.length}
          </span>
        )}
        {guest.duplicateAddress && (
          <Link
            href={listWhere('addresses', [where('address', 'eq', first)])}
            className={styles.duplicate}
            title="Another guest shows one of these addresses too"
          >
            <RiAlertLine size={12} aria-hidden="true" /> dup
          </Link>
        )}
      </span>
    </Copyable>
  );
}
