import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Link, Select } from '@backstage/ui';
import {
  guestReadPermission,
  type Guest,
} from '@flyloft/plugin-inventory-common';
import { Bytes, RelativeTime, useAnswer } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { HomeSection } from '../home/HomeSection';
import { detailPath, listWhere, where } from '../paths';
import styles from './dashboard.module.css';

const shown = 5;
const noTemplates = where('template', 'eq', 'false');

type Size = 'memoryBytes' | 'vcpus' | 'diskBytes';

const sizes: ReadonlyArray<{ value: Size; label: string }> = [
  { value: 'memoryBytes', label: 'by memory' },
  { value: 'vcpus', label: 'by vCPU' },
  { value: 'diskBytes', label: 'by disk' },
];

/** The guests that take most of one thing. */
export function LargestGuests() {
  const [by, setBy] = useState<Size>('memoryBytes');
  return (
    <Ranking
      title="Largest guests"
      fact={by}
      actions={
        <Select
          aria-label="Largest by"
          size="small"
          options={[...sizes]}
          value={by}
          onChange={key => setBy(key as Size)}
        />
      }
      value={guest =>
        by === 'vcpus' ? (guest.vcpus ?? '–') : <Bytes value={guest[by]} />
      }
    />
  );
}

/** The guests that were seen for the first time last. */
export function NewestGuests() {
  return (
    <Ranking
      title="Newest guests"
      fact="firstSeenAt"
      value={guest => <RelativeTime at={guest.firstSeenAt} />}
    />
  );
}

function Ranking(props: {
  title: string;
  /** The highest first. */
  fact: string;
  actions?: React.ReactNode;
  value: (guest: Guest) => React.ReactNode;
}) {
  const { fact } = props;
  const inventory = useApi(inventoryApiRef);
  const answer = useAnswer(
    `ranking ${fact}`,
    signal =>
      inventory.listGuests(
        { sort: `-${fact}`, filter: ['template:eq:false'], limit: shown },
        { signal },
      ),
    { refreshSeconds: 60 },
  );
  return (
    <HomeSection
      title={props.title}
      what="guests"
      permission={guestReadPermission.name}
      answer={answer}
      actions={props.actions}
    >
      {({ items }) =>
        items.length === 0 ? (
          <span className={styles.quiet}>No guest that you may see.</span>
        ) : (
          <>
            <ol className={styles.ranking}>
              {items.map(guest => (
                <li key={guest.id} className={styles.rank}>
                  <Link href={detailPath('guests', guest.id)}>
                    {guest.name}
                  </Link>
                  <span className={styles.quiet}>{guest.platformId}</span>
                  <span className={styles.value}>{props.value(guest)}</span>
                </li>
              ))}
            </ol>
            <Link
              href={listWhere('guests', [noTemplates], {
                sort: { fact, descending: true },
              })}
            >
              All in this order
            </Link>
          </>
        )
      }
    </HomeSection>
  );
}
