import {
  overrideLabels,
  type Guest,
  type OverrideField,
  type OwnerLabel,
} from '@flyloft/plugin-inventory-common';
import type { ListColumn } from '@flyloft/ui-kit';
import { OwnerLink } from './OwnerLink';

const text = (value: string | null) => value ?? '–';

// An external person has a name alone, others a page of the catalog.
const owner = (of: OwnerLabel | null) => {
  if (of === null) return '–';
  return of.name === of.ref ? <OwnerLink ownerRef={of.ref} /> : of.name;
};

/** What people added to guests, as columns to choose. */
export const additionColumns: readonly ListColumn<Guest>[] = [
  {
    id: 'technicalOwner',
    width: 9,
    cell: guest => owner(guest.technicalOwner),
  },
  { id: 'businessOwner', width: 9, cell: guest => owner(guest.businessOwner) },
  { id: 'project', width: 9, cell: guest => text(guest.project) },
  { id: 'stage', width: 7, cell: guest => text(guest.stage) },
  {
    id: 'notes',
    width: 14,
    cell: guest => (
      <span title={guest.notes ?? undefined}>{text(guest.notes)}</span>
    ),
  },
  {
    id: 'overridden',
    width: 9,
    cell: guest =>
      text(
        guest.overridden
          .map(field => overrideLabels[field as OverrideField] ?? field)
          .join(', ') || null,
      ),
  },
];
