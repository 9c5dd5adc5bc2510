import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import {
  guestReadPermission,
  type InventoryClient,
} from '@flyloft/plugin-inventory-common';
import {
  formatCount,
  FreshnessChip,
  StaleNotice,
  useAnswer,
} from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { AddressesCell } from '../guests/AddressesCell';
import { GuestStatusBadge } from '../guests/GuestStatusBadge';
import { detailPath, listWhere, where } from '../paths';
import styles from '../platforms/platforms.module.css';
import { HomeSection } from './HomeSection';

const shown = 12;

/** The guests that answer to one of the reader's groups. */
export function MyGuests() {
  const inventory = useApi(inventoryApiRef);
  const identity = useApi(identityApiRef);
  const answer = useAnswer(
    'my-guests',
    async signal => {
      const { ownershipEntityRefs } = await identity.getBackstageIdentity();
      const page = await ownedGuests(inventory, ownershipEntityRefs, signal);
      return { ...page, owners: ownershipEntityRefs };
    },
    { refreshSeconds: 60 },
  );
  return (
    <HomeSection
      title="My guests"
      what="guests"
      permission={guestReadPermission.name}
      answer={answer}
      actions={
        answer.data?.freshness && (
          <FreshnessChip freshness={answer.data.freshness} />
        )
      }
    >
      {({ items, total, owners, freshness }) =>
        items.length === 0 ? (
          <span className={styles.quiet}>
            No guest belongs to one of your groups. Which group owns a guest is
            decided by its pool or tag.
          </span>
        ) : (
          <>
            {freshness && <StaleNotice freshness={freshness} />}
            <ul className={styles.changes}>
              {items.map(guest => (
                <li key={guest.id} className={styles.change}>
                  <Link href={detailPath('guests', guest.id)}>
                    {guest.name}
                  </Link>
                  <span className={styles.where}>
                    {/* Two platforms may have guests of one name. */}
                    <span className={styles.platform}>{guest.platformId}</span>
                    <AddressesCell guest={guest} />
                  </span>
                  <GuestStatusBadge guest={guest} />
                </li>
              ))}
            </ul>
            <Link
              href={listWhere('guests', [where('ownerRef', 'in', ...owners)])}
            >
              All {formatCount(total)} guests
            </Link>
          </>
        )
      }
    </HomeSection>
  );
}

async function ownedGuests(
  inventory: Pick<InventoryClient, 'listGuests'>,
  owners: string[],
  signal: AbortSignal,
) {
  if (owners.length === 0) return { items: [], total: 0, freshness: undefined };
  return inventory.listGuests(
    { filter: [`ownerRef:in:${owners.join(',')}`], limit: shown, sort: 'name' },
    { signal },
  );
}
