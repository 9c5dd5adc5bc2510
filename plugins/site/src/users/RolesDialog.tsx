import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  TextField,
} from '@backstage/ui';
import type { RoleAssignment } from '@flyloft/plugin-site-common';
import {
  ActionButton,
  ErrorPanel,
  explainProblem,
  FactTable,
  Notice,
  RelativeTime,
  useAnswer,
  Waiting,
} from '@flyloft/ui-kit';
import { siteApiRef } from '../api/siteApi';
import styles from './users.module.css';

/** Every way to every role; what a file says is shown and locked. */
export function RolesDialog(props: {
  /** Why this reader can't take roles back; absent, they can. */
  refusal: string | undefined;
  onClose: () => void;
  onChange: () => Promise<void>;
}) {
  const site = useApi(siteApiRef);
  const roles = useAnswer('roles', signal => site.listRoles({ signal }));
  const [leaving, setLeaving] = useState<RoleAssignment>();
  return (
    <Dialog
      width={900}
      isOpen
      onOpenChange={open => {
        if (!open) props.onClose();
      }}
    >
      <DialogHeader>Who holds which role</DialogHeader>
      <DialogBody>
        <div className={styles.form}>
          {roles.loading && <Waiting lines={5} />}
          {roles.error !== undefined && !roles.data && (
            <ErrorPanel
              error={roles.error}
              what="the roles"
              onRetry={roles.reload}
            />
          )}
          {roles.data?.items.length === 0 && <p>Nobody holds a role.</p>}
          {roles.data && roles.data.items.length > 0 && (
            <RoleTable
              items={roles.data.items}
              refusal={props.refusal}
              onLeave={setLeaving}
            />
          )}
          {leaving && (
            <Revocation
              key={leaving.id}
              assignment={leaving}
              onDone={async () => {
                setLeaving(undefined);
                await Promise.all([roles.reload(), props.onChange()]);
              }}
            />
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={props.onClose}>
          Close
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

function RoleTable(props: {
  items: RoleAssignment[];
  refusal: string | undefined;
  onLeave: (assignment: RoleAssignment) => void;
}) {
  return (
    <div className={styles.holders}>
      <FactTable label="Who holds which role" stacks>
        <thead>
          <tr>
            <th>Role</th>
            <th>Who</th>
            <th>Why</th>
            <th>Action</th>
          </tr>
        </thead>
        <tbody>
          {props.items.map(each => (
            <tr key={each.id}>
              <td>{each.role}</td>
              <td data-label="Who">{each.subject}</td>
              <td data-label="Why">
                <Origin assignment={each} />
              </td>
              <td data-label="Action">
                {each.source === 'page' ? (
                  <ActionButton
                    size="small"
                    variant="secondary"
                    refusal={props.refusal}
                    onPress={() => props.onLeave(each)}
                  >
                    Take back
                  </ActionButton>
                ) : (
                  '–'
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </FactTable>
    </div>
  );
}

function Origin({ assignment }: { assignment: RoleAssignment }) {
  if (assignment.key) {
    return <>Locked: a configuration file says {assignment.key}, which wins.</>;
  }
  return (
    <>
      {assignment.reason} ({assignment.grantedBy},{' '}
      <RelativeTime at={assignment.grantedAt} />)
    </>
  );
}

function Revocation(props: {
  assignment: RoleAssignment;
  onDone: () => Promise<void>;
}) {
  const { id, role, subject } = props.assignment;
  const site = useApi(siteApiRef);
  const [reason, setReason] = useState('');
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>();
  const revoke = async () => {
    setPending(true);
    setError(undefined);
    try {
      await site.revokeRole(id, reason.trim());
      await props.onDone();
    } catch (caught) {
      setError(caught);
      setPending(false);
    }
  };
  return (
    <div className={styles.form}>
      <TextField
        label={`Why ${subject} is no longer ${role}`}
        description="It counts within five seconds, in open sessions too."
        value={reason}
        onChange={setReason}
        isRequired
      />
      {error !== undefined && (
        <Notice tone="problem">{explainProblem(error).message}</Notice>
      )}
      <span>
        <Button
          size="small"
          variant="primary"
          destructive
          isPending={pending}
          isDisabled={reason.trim() === ''}
          onPress={revoke}
        >
          Take the role back
        </Button>
      </span>
    </div>
  );
}
