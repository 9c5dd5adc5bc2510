import { usePermission } from '@backstage/plugin-permission-react';
import { useApi } from '@backstage/frontend-plugin-api';
import { rawReadPermission } from '@flyloft/plugin-inventory-common';
import {
  CodeBlock,
  EmptyState,
  ErrorPanel,
  RelativeTime,
  useAnswer,
  Waiting,
} from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import styles from './guest.module.css';

/** The platform's own answer about a guest; says why where it may not be read. */
export function GuestRaw({ id }: { id: string }) {
  const right = usePermission({ permission: rawReadPermission });
  if (right.loading) return <Waiting lines={6} />;
  if (!right.allowed) {
    return (
      <EmptyState title="You may not see raw answers">
        A raw answer may hold more than the facts on this page, so it takes a
        permission of its own ({rawReadPermission.name}). Ask whoever runs this
        portal for a role that includes it.
      </EmptyState>
    );
  }
  return <RawAnswer id={id} />;
}

function RawAnswer({ id }: { id: string }) {
  const inventory = useApi(inventoryApiRef);
  const answer = useAnswer(`guest-raw:${id}`, signal =>
    inventory.getGuestRaw(id, { signal }),
  );
  if (answer.error !== undefined && !answer.data) {
    return (
      <ErrorPanel
        error={answer.error}
        what="raw answers"
        permission={rawReadPermission.name}
        onRetry={answer.reload}
      />
    );
  }
  if (!answer.data) return <Waiting lines={6} />;
  return (
    <>
      <span className={styles.quiet}>
        As the platform answered <RelativeTime at={answer.data.collectedAt} />;
        passwords, keys and tokens are cut out.
      </span>
      <CodeBlock
        label="Raw answer"
        code={JSON.stringify(answer.data.raw, null, 2)}
      />
    </>
  );
}
