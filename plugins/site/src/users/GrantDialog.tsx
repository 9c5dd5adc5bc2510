import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Select,
  TextField,
} from '@backstage/ui';
import { roleNames, type RoleName } from '@flyloft/plugin-site-common';
import { explainProblem, Notice } from '@flyloft/ui-kit';
import { siteApiRef } from '../api/siteApi';
import { roleWords } from './roleWords';
import styles from './users.module.css';

/** Gives a role to a user or a group of the catalog, and says why. */
export function GrantDialog(props: {
  /** To whom; empty: still to be said. */
  subject: string;
  onClose: () => void;
  onGranted: () => Promise<void>;
}) {
  const site = useApi(siteApiRef);
  const [subject, setSubject] = useState(props.subject);
  const [role, setRole] = useState<RoleName>('viewer');
  const [reason, setReason] = useState('');
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>();

  const grant = async () => {
    setPending(true);
    setError(undefined);
    try {
      await site.grantRole({
        role,
        subject: subject.trim(),
        reason: reason.trim(),
      });
      await props.onGranted();
      props.onClose();
    } catch (caught) {
      setError(caught);
      setPending(false);
    }
  };
  return (
    <Dialog
      width={520}
      isOpen
      onOpenChange={open => {
        if (!open) props.onClose();
      }}
    >
      <DialogHeader>Grant a role</DialogHeader>
      <DialogBody>
        <div className={styles.form}>
          <TextField
            label="User or group"
            description="As the catalog names it: user:default/ida or group:default/flyloft-it."
            value={subject}
            onChange={setSubject}
            isRequired
          />
          <Select
            label="Role"
            options={roleNames.map(value => ({
              value,
              label: roleWords[value],
            }))}
            value={role}
            onChange={key => setRole(key as RoleName)}
          />
          <TextField
            label="Reason"
            description="It stands in the audit trail, with your name."
            value={reason}
            onChange={setReason}
            isRequired
          />
          <p className={styles.quiet}>
            It counts within five seconds. A role that needs a second factor
            asks for one when they sign in next.
          </p>
          {error !== undefined && (
            <Notice tone="problem">{explainProblem(error).message}</Notice>
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={props.onClose}>
          Cancel
        </Button>
        <Button
          variant="primary"
          isPending={pending}
          isDisabled={subject.trim() === '' || reason.trim() === ''}
          onPress={grant}
        >
          Grant it
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
