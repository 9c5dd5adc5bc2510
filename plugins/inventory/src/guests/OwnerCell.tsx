import { createContext, useContext } from 'react';
import { Button } from '@backstage/ui';
import type { Guest } from '@flyloft/plugin-inventory-common';
import { OwnerLink } from './OwnerLink';
import styles from './guests.module.css';

/** How a list lets an owner be assigned from a row; absent where it can't. */
export const AssignOwner = createContext<((guest: Guest) => void) | undefined>(
  undefined,
);

/** Who answers for a guest; where nobody does, the way to say who. */
export function OwnerCell({ guest }: { guest: Guest }) {
  const assign = useContext(AssignOwner);
  if (guest.ownerRef) return <OwnerLink ownerRef={guest.ownerRef} />;
  if (!assign || guest.deletedAt) return <>(none)</>;
  return (
    <Button
      size="small"
      variant="tertiary"
      className={styles.assign}
      aria-label={`Assign an owner to ${guest.name}`}
      onPress={() => assign(guest)}
    >
      (none)
    </Button>
  );
}
