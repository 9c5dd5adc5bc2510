import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  bulkDifferenceOf,
  type BulkEdit,
  type BulkEditRequestInput,
  type BulkPreview,
} from '@flyloft/plugin-inventory-common';
import { inventoryApiRef } from '../api/inventoryApi';

/** An edit of many guests on its way: looked at first, then done. */
export interface BulkEditing {
  preview: BulkPreview | undefined;
  /** The guests changed since the preview that was shown. */
  moved: boolean;
  pending: boolean;
  error: unknown;
  look(request: BulkEditRequestInput): Promise<void>;
  /** Looks and applies in one go, unless something stands in the way: then that is shown. */
  doAtOnce(request: BulkEditRequestInput): Promise<BulkEdit | undefined>;
  back(): void;
  apply(): Promise<BulkEdit | undefined>;
}

/** Previews and applies an edit of many guests. */
export function useBulkEdit(): BulkEditing {
  const inventory = useApi(inventoryApiRef);
  const [preview, setPreview] = useState<BulkPreview>();
  const [moved, setMoved] = useState(false);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>();

  const during = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    setPending(true);
    setError(undefined);
    try {
      return await work();
    } catch (caught) {
      const difference = bulkDifferenceOf(caught);
      if (difference) {
        setPreview(difference.now);
        setMoved(true);
      } else {
        setError(caught);
      }
      return undefined;
    } finally {
      setPending(false);
    }
  };
  return {
    preview,
    moved,
    pending,
    error,
    look: async request => {
      setMoved(false);
      await during(async () =>
        setPreview(await inventory.previewBulkEdit(request)),
      );
    },
    doAtOnce: request =>
      during(async () => {
        const looked = await inventory.previewBulkEdit(request);
        const { willChange, refused } = looked.effects;
        if (willChange > 0 && refused.length === 0) {
          return inventory.applyBulkEdit(looked.id);
        }
        setPreview(looked);
        return undefined;
      }),
    back: () => {
      setPreview(undefined);
      setError(undefined);
    },
    apply: () => during(() => inventory.applyBulkEdit(preview!.id)),
  };
}
