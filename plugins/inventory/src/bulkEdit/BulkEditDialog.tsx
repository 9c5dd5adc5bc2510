import { useState } from 'react';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import type {
  BulkEdit,
  BulkPatchInput,
  GuestSelectionInput,
} from '@flyloft/plugin-inventory-common';
import { countOf, explainProblem, Notice } from '@flyloft/ui-kit';
import { useCustomFields } from '../manual/useCustomFields';
import { FieldBulkForm, OwnerBulkForm, TagsBulkForm } from './bulkForms';
import { BulkPreviewPanel } from './BulkPreviewPanel';
import { useBulkEdit } from './useBulkEdit';

/** What is done to many guests at once. */
export type BulkEditKind = 'owner' | 'tags' | 'field';

/** The words of each kind: on its button, and over its dialog. */
export const bulkEditWords: Record<BulkEditKind, string> = {
  owner: 'Assign owner',
  tags: 'Tags',
  field: 'Edit…',
};

/** An edit of many guests: what to write, then what it does, then done. */
export function BulkEditDialog(props: {
  kind: BulkEditKind;
  selection: GuestSelectionInput;
  /** How many are chosen, as far as the page knows. */
  count: number;
  /** One guest, from its row: done without a preview, as there is nothing to overlook. */
  guestName?: string;
  onClose: () => void;
  onApplied: (edit: BulkEdit) => void;
}) {
  const { kind, selection } = props;
  const [patch, setPatch] = useState<BulkPatchInput>();
  const customFields = useCustomFields();
  const editing = useBulkEdit();
  const { preview } = editing;
  const finish = async (doing: Promise<BulkEdit | undefined>) => {
    const applied = await doing;
    if (applied) props.onApplied(applied);
  };
  return (
    <Dialog
      width={640}
      isOpen
      // A press beside it must not lose what was filled in.
      isDismissable={false}
      onOpenChange={open => {
        if (!open) props.onClose();
      }}
    >
      <DialogHeader>
        {`${bulkEditWords[kind].replace('…', '')}: ${props.guestName ?? countOf(props.count, 'guest')}`}
      </DialogHeader>
      <DialogBody>
        {/* Hidden, not taken away: "Back" finds what was filled in. */}
        <div hidden={preview !== undefined}>
          {kind === 'owner' && <OwnerBulkForm onPatch={setPatch} />}
          {kind === 'tags' && <TagsBulkForm onPatch={setPatch} />}
          {kind === 'field' && (
            <FieldBulkForm onPatch={setPatch} customFields={customFields} />
          )}
        </div>
        {preview && (
          <BulkPreviewPanel preview={preview} moved={editing.moved} />
        )}
        {editing.error !== undefined && (
          <Notice tone="problem">
            {explainProblem(editing.error).message}
          </Notice>
        )}
      </DialogBody>
      <DialogFooter>
        {preview ? (
          <>
            <Button variant="secondary" onPress={editing.back}>
              Back
            </Button>
            <Button
              variant="primary"
              isPending={editing.pending}
              isDisabled={preview.effects.willChange === 0}
              onPress={() => finish(editing.apply())}
            >
              {`Change ${countOf(preview.effects.willChange, 'guest')}`}
            </Button>
          </>
        ) : (
          <>
            <Button variant="secondary" onPress={props.onClose}>
              Cancel
            </Button>
            <Button
              variant="primary"
              isPending={editing.pending}
              isDisabled={patch === undefined}
              onPress={() => {
                if (!patch) return;
                const request = { selection, patch };
                if (props.guestName) finish(editing.doAtOnce(request));
                else editing.look(request);
              }}
            >
              {props.guestName ? 'Assign' : 'Preview'}
            </Button>
          </>
        )}
      </DialogFooter>
    </Dialog>
  );
}
