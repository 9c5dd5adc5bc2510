import { useState, type ReactNode } from 'react';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  DialogTrigger,
} from '@backstage/ui';
import { explainProblem } from '../problems/explainProblem';
import { Notice } from '../problems/Notice';
import { ActionButton } from './ActionButton';

/**
 * A button for what can't be undone: a dialog first says what will happen,
 * and its button repeats the word that goes into the audit log.
 */
export function ConfirmButton(props: {
  label: string;
  title: string;
  /** What will happen, and what can't be undone. */
  children: ReactNode;
  refusal: string | undefined;
  destructive?: boolean;
  /** What the dialog still wants, such as a reason; absent, it is complete. */
  missing?: string;
  onConfirm: () => Promise<void>;
}) {
  const [open, setOpen] = useState(false);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>();

  const confirm = async () => {
    setPending(true);
    setError(undefined);
    try {
      await props.onConfirm();
      setOpen(false);
    } catch (caught) {
      setError(caught);
    } finally {
      setPending(false);
    }
  };

  const button = (
    <ActionButton
      size="small"
      variant="secondary"
      refusal={props.refusal}
      destructive={props.destructive}
    >
      {props.label}
    </ActionButton>
  );
  if (props.refusal) return button;
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      {button}
      <Dialog width={480}>
        <DialogHeader>{props.title}</DialogHeader>
        <DialogBody>
          {props.children}
          {error !== undefined && (
            <Notice tone="problem">{explainProblem(error).message}</Notice>
          )}
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" slot="close">
            Keep as it is
          </Button>
          <ActionButton
            variant="primary"
            destructive={props.destructive}
            refusal={props.missing}
            isPending={pending}
            onPress={confirm}
          >
            {props.label}
          </ActionButton>
        </DialogFooter>
      </Dialog>
    </DialogTrigger>
  );
}
