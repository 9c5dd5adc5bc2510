import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Link, TextField } from '@backstage/ui';
import {
  guestEditPermission,
  guestImportRowFacts,
  importDifferenceOf,
  type BulkEdit,
  type GuestImport,
  type GuestImportRow,
  type ImportDifference,
} from '@flyloft/plugin-inventory-common';
import {
  ConfirmButton,
  countOf,
  EmptyState,
  ErrorPanel,
  ListTable,
  Notice,
  StatusBadge,
  useAnswer,
  useList,
  Waiting,
  type ListColumn,
} from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { AppliedNotice } from '../bulkEdit/AppliedNotice';
import { ValueWords } from '../changes/ValueWords';
import { manualFieldLabel, manualValue } from '../manual/manualWords';
import { detailPath } from '../paths';
import styles from './imports.module.css';

/** A file that was checked: what each row would do, and the way to have it done. */
export function CheckedImport({ id }: { id: string }) {
  const inventory = useApi(inventoryApiRef);
  const checked = useAnswer(`import ${id}`, signal =>
    inventory.getGuestImport(id, { signal }),
  );
  const list = useList<GuestImportRow>({
    facts: guestImportRowFacts,
    defaultSort: { fact: 'line', descending: false },
    ask: (query, signal) =>
      inventory.listGuestImportRows(id, query, { signal }),
  });
  if (checked.error !== undefined) {
    return (
      <ErrorPanel
        error={checked.error}
        what="imports"
        permission={guestEditPermission.name}
        onRetry={checked.reload}
      />
    );
  }
  if (!checked.data) return <Waiting lines={12} />;
  return (
    <ListTable
      what="rows"
      list={list}
      columns={columns}
      notices={<Outcome file={checked.data} onDone={checked.reload} />}
      searchPlaceholder="Guest"
      quickFacts={['state']}
      permission={guestEditPermission.name}
      empty={<EmptyState title="The file has no rows" />}
    />
  );
}

/** What the file would do as a whole, what it did, or why it can't. */
function Outcome(props: { file: GuestImport; onDone: () => Promise<void> }) {
  const { file } = props;
  const inventory = useApi(inventoryApiRef);
  const [edit, setEdit] = useState<BulkEdit>();
  const [moved, setMoved] = useState<ImportDifference>();
  const [reason, setReason] = useState('');
  const { change, same, error } = file.totals;
  const apply = async () => {
    try {
      const done = await inventory.applyGuestImport(file.id, {
        leaveOutErrors: error > 0,
        reason: reason.trim() || null,
      });
      setEdit(done.edit);
      await props.onDone();
    } catch (caught) {
      const difference = importDifferenceOf(caught);
      if (!difference) throw caught;
      setMoved(difference);
    }
  };
  if (edit) {
    return (
      <AppliedNotice
        edit={edit}
        onUndone={props.onDone}
        onDismiss={() => setEdit(undefined)}
      />
    );
  }
  if (moved) return <MovedNotice difference={moved} />;
  return (
    <>
      <Notice
        tone={error > 0 ? 'stale' : 'info'}
        actions={
          file.editId === null && change > 0 ? (
            <ConfirmButton
              label={error > 0 ? 'Apply the others' : 'Apply'}
              title={`Change ${countOf(change, 'guest')}`}
              // Who could check the file may apply it; each row was judged.
              refusal={undefined}
              onConfirm={apply}
            >
              <p>
                {error > 0 &&
                  `${countOf(error, 'row')} with errors are left out. `}
                It is one edit, and can be undone as one.
              </p>
              <TextField
                label="Why (stands in the history of each guest)"
                value={reason}
                onChange={setReason}
                maxLength={500}
              />
            </ConfirmButton>
          ) : undefined
        }
      >
        {file.editId === null
          ? `${file.fileName}: ${countOf(change, 'guest')} will change, ${countOf(same, 'row')} say so already, ${countOf(error, 'row')} with errors.`
          : `${file.fileName} was applied: ${countOf(change, 'guest')} changed.`}
      </Notice>
      {file.ignoredColumns.length > 0 && (
        <Notice tone="info">
          Only platforms write {file.ignoredColumns.join(', ')}: these columns
          are left aside.
        </Notice>
      )}
    </>
  );
}

function MovedNotice({ difference }: { difference: ImportDifference }) {
  const shown = difference.rows.slice(0, 5);
  return (
    <Notice tone="problem">
      Nothing was written: {countOf(difference.count, 'value')} changed since
      the file was checked. Check it again.{' '}
      {shown
        .map(({ line, name, field, now }) =>
          field === null
            ? `Line ${line}: ${name} is no longer there for you.`
            : `Line ${line}: ${manualFieldLabel(field)} of ${name} is now ${manualValue(now)}.`,
        )
        .join(' ')}
    </Notice>
  );
}

const stateWords = {
  change: { tone: 'changing', word: 'changes' },
  same: { tone: 'stopped', word: 'already so' },
  error: { tone: 'problem', word: 'error' },
} as const;

const columns: readonly ListColumn<GuestImportRow>[] = [
  { id: 'line', width: 5, align: 'end', cell: row => row.line },
  {
    id: 'name',
    width: 14,
    narrow: 'title',
    cell: row =>
      row.guestId ? (
        <Link href={detailPath('guests', row.guestId)}>{row.name}</Link>
      ) : (
        row.name || `line ${row.line}`
      ),
  },
  {
    id: 'state',
    width: 9,
    narrow: 'status',
    cell: ({ state }) => (
      <StatusBadge tone={stateWords[state].tone}>
        {stateWords[state].word}
      </StatusBadge>
    ),
  },
  {
    id: 'fields',
    label: 'What',
    narrow: 'detail',
    cell: row => (
      <ul className={styles.fields}>
        {row.errors.map(error => (
          <li key={error}>{error}</li>
        ))}
        {row.fields.map(({ field, from, to }) => (
          <li key={field}>
            {manualFieldLabel(field)}:{' '}
            <ValueWords value={from} words={manualValue} /> →{' '}
            <ValueWords value={to} words={manualValue} />
          </li>
        ))}
      </ul>
    ),
  },
];
