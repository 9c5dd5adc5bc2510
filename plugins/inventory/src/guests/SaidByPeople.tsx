import { RiEdit2Line } from '@remixicon/react';
import {
  overrideLabels,
  type Guest,
  type OverrideField,
} from '@flyloft/plugin-inventory-common';
import styles from './guests.module.css';

/** A mark beside a fact of which people show another value than the platform's. */
export function SaidByPeople(props: {
  guest: Partial<Pick<Guest, 'overridden'>>;
  field: OverrideField;
}) {
  if (!props.guest.overridden?.includes(props.field)) return null;
  const words = `${overrideLabels[props.field]} as people say; the guest's page has what its platform says, and why`;
  return (
    <span role="img" className={styles.said} aria-label={words} title={words}>
      <RiEdit2Line size={12} />
    </span>
  );
}
