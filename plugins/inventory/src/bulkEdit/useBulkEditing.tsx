import { useState, type ReactNode } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  bulkEditLimits,
  guestEditPermission,
  guestOverridePermission,
  type BulkEdit,
  type Guest,
  type GuestSelectionInput,
} from '@flyloft/plugin-inventory-common';
import {
  ActionButton,
  countOf,
  SelectionBar,
  useAnswer,
  useSelection,
  type List,
  type ListSelection,
} from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { whyNot } from '../manual/manualWords';
import { AppliedNotice } from './AppliedNotice';
import {
  BulkEditDialog,
  bulkEditWords,
  type BulkEditKind,
} from './BulkEditDialog';

/** An edit that was asked for: of the selection, or of one guest from its row. */
interface Asked {
  kind: BulkEditKind;
  selection: GuestSelectionInput;
  count: number;
  /** The one guest, from its row. */
  guestName?: string;
}

/** Edits many guests of a list at once: the selection, its bar, its dialog, its undo. */
export function useBulkEditing(list: List<Guest>): {
  selection: ListSelection;
  /** The bar over the rows and what was done last. */
  notices: ReactNode;
  /** Assigns an owner to one guest, from its row; undefined for who may not. */
  assignOwner: ((guest: Guest) => void) | undefined;
} {
  const selection = useSelection(list);
  const [asked, setAsked] = useState<Asked>();
  const [applied, setApplied] = useState<BulkEdit>();
  const refusals = useRefusals(list, selection);
  const mayAssign = usePermission({ permission: guestOverridePermission });
  const { state, query } = list;
  // The past can't be edited, and what is deleted is nobody's to own.
  const elsewhere =
    state.at || state.deleted !== 'exclude'
      ? 'Only guests as they are now can be edited.'
      : undefined;
  const tooMany =
    selection.count > bulkEditLimits.guests
      ? `An edit takes at most ${countOf(bulkEditLimits.guests, 'guest')}; narrow the list first.`
      : undefined;
  const ask = (kind: BulkEditKind) =>
    setAsked({
      kind,
      count: selection.count,
      selection: selection.allMatching
        ? { query: { q: query.q, filter: query.filter } }
        : { ids: [...selection.keys] },
    });
  const button = (kind: BulkEditKind, refusal: string | undefined) => (
    <ActionButton
      size="small"
      variant="secondary"
      refusal={elsewhere ?? tooMany ?? refusal}
      onPress={() => ask(kind)}
    >
      {bulkEditWords[kind]}
    </ActionButton>
  );
  return {
    selection,
    assignOwner: mayAssign.allowed
      ? guest =>
          setAsked({
            kind: 'owner',
            count: 1,
            selection: { ids: [guest.id] },
            guestName: guest.name,
          })
      : undefined,
    notices: (
      <>
        {applied && (
          <AppliedNotice
            key={applied.id}
            edit={applied}
            onUndone={list.answer.reload}
            onDismiss={() => setApplied(undefined)}
          />
        )}
        <SelectionBar
          selection={selection}
          total={list.answer.data?.total ?? 0}
          noun="guest"
          allRefusal={elsewhere}
        >
          {button('owner', refusals.override)}
          {button('tags', refusals.annotate)}
          {button('field', refusals.annotate)}
        </SelectionBar>
        {asked && (
          <BulkEditDialog
            {...asked}
            onClose={() => setAsked(undefined)}
            onApplied={edit => {
              setAsked(undefined);
              setApplied(edit);
              selection.clear();
              list.answer.reload();
            }}
          />
        )}
      </>
    ),
  };
}

/** Why the reader may not edit, as the first chosen guest tells; the preview knows of each. */
function useRefusals(list: List<Guest>, selection: ListSelection) {
  const inventory = useApi(inventoryApiRef);
  const first = list.answer.data?.items.find(({ id }) =>
    selection.keys.has(id),
  )?.id;
  const answer = useAnswer(`allowed ${first}`, async signal =>
    first
      ? (await inventory.getGuestManual(first, { signal })).allowed
      : undefined,
  );
  const allowed = answer.outdated ? undefined : answer.data;
  return {
    override: whyNot(allowed?.override ?? true, guestOverridePermission.name),
    annotate: whyNot(allowed?.annotate ?? true, guestEditPermission.name),
  };
}
