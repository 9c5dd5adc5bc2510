import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import type { BulkEdit, BulkUndo } from '@flyloft/plugin-inventory-common';
import { countOf, explainProblem, Notice } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';

/** Says that an edit of many guests was done, with the one way back. */
export function AppliedNotice(props: {
  edit: BulkEdit;
  onUndone: () => void;
  onDismiss: () => void;
}) {
  const { edit } = props;
  const inventory = useApi(inventoryApiRef);
  const [undone, setUndone] = useState<BulkUndo>();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>();
  const undo = async () => {
    setPending(true);
    setError(undefined);
    try {
      setUndone(await inventory.undoBulkEdit(edit.id));
      props.onUndone();
    } catch (caught) {
      setError(caught);
    } finally {
      setPending(false);
    }
  };
  const dismiss = (
    <Button size="small" variant="tertiary" onPress={props.onDismiss}>
      Dismiss
    </Button>
  );
  if (undone) {
    return (
      <Notice tone="info" actions={dismiss}>
        Undone: {countOf(undone.edit.restored ?? 0, 'guest')} have again what
        they had.
        {undone.keptGuests.length > 0 &&
          ` ${undone.keptGuests.map(({ name }) => name).join(', ')} stay as they are: somebody edited them since.`}
      </Notice>
    );
  }
  return (
    <Notice
      tone={error === undefined ? 'info' : 'problem'}
      actions={
        <>
          <Button
            size="small"
            variant="secondary"
            isPending={pending}
            onPress={undo}
          >
            Undo
          </Button>
          {dismiss}
        </>
      }
    >
      {error === undefined
        ? `${countOf(edit.effects.willChange, 'guest')} changed.`
        : `It could not be undone. ${explainProblem(error).message}`}
    </Notice>
  );
}
