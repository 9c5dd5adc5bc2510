import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  auditFacts,
  auditReadPermission,
  type AuditEvent,
} from '@flyloft/plugin-audit-common';
import {
  ActionButton,
  EmptyState,
  explainProblem,
  ListTable,
  Notice,
  PageFrame,
  useList,
  type LoadChoices,
} from '@flyloft/ui-kit';
import { auditApiRef, type AuditApi } from '../api/auditApi';
import { ChainNotice } from '../chain/ChainNotice';
import { useChain, useVerifyRefusal } from '../chain/useChain';
import { eventPath } from '../paths';
import { auditColumns } from './auditColumns';
import { typeWords } from './eventWords';
import { ExportButton } from './ExportButton';

const newestFirst = { fact: 'at', descending: true };

/** The audit trail: who did what, and whether the trail proves itself. */
export function AuditPage() {
  const audit = useApi(auditApiRef);
  const list = useList<AuditEvent>({
    facts: auditFacts,
    defaultSort: newestFirst,
    ask: (query, signal) => audit.listEvents(query, { signal }),
  });
  const chain = useChain();
  return (
    <PageFrame
      fill
      title="Audit"
      actions={
        <>
          <VerifyButton onBegun={chain.reload} />
          <ExportButton query={list.query} />
        </>
      }
    >
      <ListTable
        what="events"
        list={list}
        columns={auditColumns}
        hrefOf={event => eventPath(event.sequence)}
        searchPlaceholder="Actor, resource, type, path, error"
        quickFacts={['type', 'outcome', 'actor', 'at']}
        loadChoices={typeChoices(audit)}
        permission={auditReadPermission.name}
        notices={chain.data && <ChainNotice chain={chain.data} />}
        empty={
          <EmptyState title="No events yet">
            Sign-ins, changes, configuration and refusals are kept here, from
            the first one on.
          </EmptyState>
        }
      />
    </PageFrame>
  );
}

function VerifyButton({ onBegun }: { onBegun: () => Promise<void> }) {
  const audit = useApi(auditApiRef);
  const refusal = useVerifyRefusal();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>();
  const verify = async () => {
    setPending(true);
    setError(undefined);
    try {
      await audit.verifyChain();
      await onBegun();
    } catch (caught) {
      setError(caught);
    } finally {
      setPending(false);
    }
  };
  return (
    <>
      {error !== undefined && (
        <Notice tone="problem">{explainProblem(error).message}</Notice>
      )}
      <ActionButton
        size="small"
        variant="secondary"
        refusal={refusal}
        isPending={pending}
        onPress={verify}
      >
        Verify now
      </ActionButton>
    </>
  );
}

const typeChoices =
  (audit: AuditApi): LoadChoices =>
  async (fact, signal) => {
    if (fact !== 'type') return [];
    const { items } = await audit.listTypes({ signal });
    return items.map(({ type }) => ({
      value: type,
      label: `${typeWords(type)} (${type})`,
    }));
  };
