import type { ReactNode } from 'react';
import { Link } from '@backstage/ui';
import { guestReadPermission } from '@flyloft/plugin-inventory-common';
import { formatCount } from '@flyloft/ui-kit';
import { listWhere, where } from '../paths';
import styles from '../platforms/platforms.module.css';
import { HomeSection } from './HomeSection';
import { useSummary } from './useSummary';

/** Networks in use, addresses seen, and the duplicates among them. */
export function NetworkUse() {
  const summary = useSummary();
  return (
    <HomeSection
      title="Networks and addresses"
      what="networks"
      permission={guestReadPermission.name}
      answer={summary}
    >
      {({ infrastructure, addresses, guests }) => (
        <div className={styles.figures}>
          {infrastructure && (
            <Figure
              count={infrastructure.networksInUse}
              href={listWhere('networks', [where('guestCount', 'gte', '1')])}
            >
              of{' '}
              <Link href={listWhere('networks', [])}>
                {formatCount(infrastructure.networks)} networks
              </Link>{' '}
              in use
            </Figure>
          )}
          <Figure count={addresses.total} href={listWhere('addresses', [])}>
            addresses seen
          </Figure>
          <Figure
            count={guests.withDuplicateAddress}
            href={listWhere('guests', [
              where('duplicateAddress', 'eq', 'true'),
            ])}
          >
            guests that share an address
          </Figure>
          <Figure
            count={guests.withoutAddress}
            href={listWhere('guests', [
              where('addresses', 'empty'),
              where('template', 'eq', 'false'),
            ])}
          >
            guests without an address
          </Figure>
        </div>
      )}
    </HomeSection>
  );
}

function Figure(props: { count: number; href: string; children: ReactNode }) {
  return (
    <span className={styles.figure}>
      <Link href={props.href} className={styles.number}>
        {formatCount(props.count)}
      </Link>
      <span className={styles.quiet}>{props.children}</span>
    </span>
  );
}
