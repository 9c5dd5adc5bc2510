import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  editConflictOf,
  type EditConflict,
  type GuestManual,
  type ManualPatchInput,
} from '@flyloft/plugin-inventory-common';
import { useAnswer, type Answer } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';

/** What people say of a guest, beside what its platform does. */
export function useGuestManual(id: string): Answer<GuestManual> {
  const inventory = useApi(inventoryApiRef);
  return useAnswer(
    `manual ${id}`,
    signal => inventory.getGuestManual(id, { signal }),
    { refreshSeconds: 60 },
  );
}

/** An edit of what was shown, over the revision in which it was shown. */
export interface ManualEdit {
  pending: boolean;
  error: unknown;
  /** Somebody edited the same in the meantime: both values. */
  conflict: EditConflict | null;
  /** Whether it was saved. */
  save(patch: ManualPatchInput): Promise<boolean>;
  /** Saves what was refused over what the other one wrote. */
  keepMine(): Promise<boolean>;
}

/** Edits what people say of a guest; `onSaved` shows it anew. */
export function useManualEdit(
  shown: GuestManual,
  onSaved: () => Promise<void>,
): ManualEdit {
  const inventory = useApi(inventoryApiRef);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>();
  const [refused, setRefused] = useState<{
    patch: ManualPatchInput;
    conflict: EditConflict;
  }>();

  const save = async (patch: ManualPatchInput, revision: string) => {
    setPending(true);
    setError(undefined);
    try {
      await inventory.editGuestManual(shown.guestId, revision, patch);
      setRefused(undefined);
      await onSaved();
      return true;
    } catch (caught) {
      const conflict = editConflictOf(caught);
      if (conflict) setRefused({ patch, conflict });
      else setError(caught);
      return false;
    } finally {
      setPending(false);
    }
  };
  return {
    pending,
    error,
    conflict: refused?.conflict ?? null,
    save: patch => save(patch, shown.revision),
    keepMine: async () =>
      refused ? save(refused.patch, refused.conflict.current.revision) : false,
  };
}
