import { useState, type FormEvent, type ReactNode } from 'react';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  DialogTrigger,
} from '@backstage/ui';
import type {
  EditConflict,
  GuestManual,
  ManualPatchInput,
} from '@flyloft/plugin-inventory-common';
import { ActionButton, Notice } from '@flyloft/ui-kit';
import { OwnerName } from '../guests/OwnerName';
import { ValueWords } from '../changes/ValueWords';
import { editProblem, manualFieldLabel, manualValue } from './manualWords';
import { useFirstField } from './useFirstField';
import { useManualEdit } from './useManualEdit';
import styles from './manual.module.css';

/** What every form of a guest's manual data is given. */
export interface ManualFormProps {
  manual: GuestManual;
  onSaved: () => Promise<void>;
  /** Closes the dialog. */
  onDone: () => void;
}

/** A button that opens a form; where one may not edit, it says why. */
export function EditButton(props: {
  label: string;
  /** For who doesn't see what stands beside it: `Edit notes`. */
  name: string;
  refusal: string | undefined;
  children: (close: () => void) => ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const button = (
    <ActionButton
      size="small"
      variant="tertiary"
      aria-label={props.name}
      refusal={props.refusal}
    >
      {props.label}
    </ActionButton>
  );
  if (props.refusal) return button;
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      {button}
      {/* A press beside it must not lose what was typed; Esc and the cross close. */}
      <Dialog width={520} isDismissable={false}>
        {/* Made anew at each opening, from what is shown then. */}
        {open && props.children(() => setOpen(false))}
      </Dialog>
    </DialogTrigger>
  );
}

/** The frame of a form: what it says, what was refused, how it ends. */
export function EditForm(
  props: ManualFormProps & {
    title: string;
    /** What to save; undefined while something is missing. */
    patch: ManualPatchInput | undefined;
    save?: string;
    children: ReactNode;
  },
) {
  const edit = useManualEdit(props.manual, props.onSaved);
  const first = useFirstField<HTMLDivElement>();
  const finish = async (saving: Promise<boolean>) => {
    if (await saving) props.onDone();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // Who meets another edit decides by a button, not by Enter.
    if (props.patch && !edit.conflict && !edit.pending) {
      void finish(edit.save(props.patch));
    }
  };
  return (
    <form className={styles.whole} onSubmit={submit}>
      <DialogHeader>{props.title}</DialogHeader>
      <DialogBody>
        <div className={styles.form} ref={first}>
          {props.children}
          {edit.conflict && <BothValues conflict={edit.conflict} />}
          {edit.error !== undefined && (
            <Notice tone="problem">{editProblem(edit.error)}</Notice>
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button
          variant="secondary"
          onPress={async () => {
            // Who gives way sees what the other one wrote.
            if (edit.conflict) await props.onSaved();
            props.onDone();
          }}
        >
          {edit.conflict ? 'Keep theirs' : 'Cancel'}
        </Button>
        {edit.conflict ? (
          <Button
            variant="primary"
            isPending={edit.pending}
            onPress={() => finish(edit.keepMine())}
          >
            Save mine over it
          </Button>
        ) : (
          <Button
            type="submit"
            variant="primary"
            isPending={edit.pending}
            isDisabled={props.patch === undefined}
          >
            {props.save ?? 'Save'}
          </Button>
        )}
      </DialogFooter>
    </form>
  );
}

/** What the other person wrote, beside what this one did. */
function BothValues({ conflict }: { conflict: EditConflict }) {
  const { editedBy } = conflict.current;
  return (
    <>
      <Notice tone="stale">
        {editedBy ? <OwnerName ownerRef={editedBy} /> : 'Somebody'} edited this
        guest after you opened it. Nothing of yours was saved yet.
      </Notice>
      <div className={styles.both} role="group" aria-label="Both values">
        <span />
        <strong>Yours</strong>
        <strong>Theirs</strong>
        {conflict.fields.flatMap(({ field, yours, theirs }) => [
          <span key={`${field} name`}>{manualFieldLabel(field)}</span>,
          <span key={`${field} yours`}>
            <ValueWords value={yours} words={manualValue} />
          </span>,
          <span key={`${field} theirs`}>
            <ValueWords value={theirs} words={manualValue} />
          </span>,
        ])}
      </div>
    </>
  );
}
