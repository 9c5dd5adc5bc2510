import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  DialogTrigger,
  TextField,
} from '@backstage/ui';
import {
  guestDeletePermission,
  type GuestDetail,
} from '@flyloft/plugin-inventory-common';
import { ActionButton, explainProblem, Notice } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import styles from './manual.module.css';

/** Deletes a guest from the inventory by hand, or restores it, with a reason. */
export function RemovalButton(props: {
  guest: Pick<GuestDetail, 'id' | 'name' | 'visibility'>;
  onDone: () => Promise<void>;
}) {
  const { guest } = props;
  const inventory = useApi(inventoryApiRef);
  const { allowed } = usePermission({ permission: guestDeletePermission });
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [error, setError] = useState<unknown>();
  const [pending, setPending] = useState(false);
  const deleted = guest.visibility === 'deleted';
  const word = deleted ? 'Restore' : 'Delete';

  const act = async () => {
    setPending(true);
    setError(undefined);
    const removal = { reason: reason.trim() };
    try {
      if (deleted) await inventory.restoreGuest(guest.id, removal);
      else await inventory.deleteGuest(guest.id, removal);
      await props.onDone();
      setReason('');
      setOpen(false);
    } catch (caught) {
      setError(caught);
    } finally {
      setPending(false);
    }
  };
  const button = (
    <ActionButton
      variant="secondary"
      size="small"
      refusal={
        allowed
          ? undefined
          : `It takes the permission ${guestDeletePermission.name}.`
      }
    >
      {`${word}…`}
    </ActionButton>
  );
  if (!allowed) return button;
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      {button}
      <Dialog width={480}>
        <DialogHeader>{`${word} ${guest.name}`}</DialogHeader>
        <DialogBody>
          <div className={styles.form}>
            <p className={styles.value}>
              {deleted
                ? 'It is listed again, with its history and what people added. A sync of its platform is asked for, so that its facts are as they are now.'
                : 'It leaves the lists and stays deleted here, though its platform goes on listing it; nothing happens to the machine. Restoring brings it back with its history.'}
            </p>
            <TextField
              label="Why"
              value={reason}
              onChange={setReason}
              maxLength={500}
              isRequired
            />
            {error !== undefined && (
              <Notice tone="problem">{explainProblem(error).message}</Notice>
            )}
          </div>
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" slot="close">
            Keep as it is
          </Button>
          <Button
            variant="primary"
            destructive={!deleted}
            isPending={pending}
            isDisabled={reason.trim() === ''}
            onPress={act}
          >
            {word}
          </Button>
        </DialogFooter>
      </Dialog>
    </DialogTrigger>
  );
}
