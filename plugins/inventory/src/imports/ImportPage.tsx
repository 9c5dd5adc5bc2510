import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Link } from '@backstage/ui';
import {
  guestEditPermission,
  type GuestImport,
} from '@flyloft/plugin-inventory-common';
import {
  countOf,
  EmptyState,
  ErrorPanel,
  explainProblem,
  FactTable,
  Notice,
  PageFrame,
  RelativeTime,
  saveAnswer,
  Section,
  useAnswer,
  Waiting,
} from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { paths } from '../paths';
import { CheckedImport } from './CheckedImport';
import { FileForm } from './FileForm';
import styles from './imports.module.css';

const breadcrumbs = [{ label: 'Guests', href: paths.guests }];

/** The address of a file that was checked. */
const importHref = (id: string) =>
  `${paths.imports}?import=${encodeURIComponent(id)}`;

/** Takes in what people wrote in a spreadsheet: checked first, then applied. */
export function ImportPage() {
  const [parameters, setParameters] = useSearchParams();
  const id = parameters.get('import');
  const show = (checked: GuestImport | undefined) =>
    setParameters(checked ? { import: checked.id } : {});
  return (
    <PageFrame
      title="Import guests"
      breadcrumbs={breadcrumbs}
      fill={id !== null}
      actions={
        id === null ? (
          <TemplateButton />
        ) : (
          <Button
            size="small"
            variant="secondary"
            onPress={() => show(undefined)}
          >
            Another file
          </Button>
        )
      }
    >
      {id === null ? (
        <ChooseFile onChecked={show} />
      ) : (
        <CheckedImport key={id} id={id} />
      )}
    </PageFrame>
  );
}

function ChooseFile(props: { onChecked: (checked: GuestImport) => void }) {
  const inventory = useApi(inventoryApiRef);
  const recent = useAnswer('imports', signal =>
    inventory.listGuestImports({ signal }),
  );
  if (recent.error !== undefined) {
    return (
      <ErrorPanel
        error={recent.error}
        what="imports"
        permission={guestEditPermission.name}
        onRetry={recent.reload}
      />
    );
  }
  if (!recent.data) return <Waiting lines={8} />;
  return (
    <div className={styles.parts}>
      <Section title="A CSV file">
        <FileForm onChecked={props.onChecked} />
      </Section>
      <Section title="Checked in the last two days">
        <RecentFiles items={recent.data.items} />
      </Section>
    </div>
  );
}

function RecentFiles({ items }: { items: GuestImport[] }) {
  if (items.length === 0) {
    return (
      <EmptyState title="No file checked yet">
        A file that you check stands here for two days, applied or not.
      </EmptyState>
    );
  }
  return (
    <FactTable label="Files">
      <thead>
        <tr>
          <th>File</th>
          <th>Checked</th>
          <th>Effect</th>
          <th>State</th>
        </tr>
      </thead>
      <tbody>
        {items.map(item => (
          <tr key={item.id}>
            <td>
              <Link href={importHref(item.id)}>{item.fileName}</Link>
            </td>
            <td>
              <RelativeTime at={item.createdAt} />
            </td>
            <td>
              {countOf(item.totals.change, 'guest')},{' '}
              {countOf(item.totals.error, 'error')}
            </td>
            <td>{item.editId === null ? 'checked' : 'applied'}</td>
          </tr>
        ))}
      </tbody>
    </FactTable>
  );
}

function TemplateButton() {
  const inventory = useApi(inventoryApiRef);
  const [error, setError] = useState<unknown>();
  const save = async () => {
    setError(undefined);
    try {
      const answer = await inventory.getImportTemplate();
      await saveAnswer(answer, 'guests-template.csv', () => {});
    } catch (caught) {
      setError(caught);
    }
  };
  return (
    <>
      {error !== undefined && (
        <Notice tone="problem">{explainProblem(error).message}</Notice>
      )}
      <Button size="small" variant="secondary" onPress={save}>
        Save an empty file
      </Button>
    </>
  );
}
