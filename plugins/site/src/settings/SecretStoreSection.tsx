import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  SecretStoreState,
  SecretUpkeep,
} from '@flyloft/plugin-site-common';
import {
  ConfirmButton,
  FactTable,
  Notice,
  Section,
  StatusBadge,
  type Answer,
} from '@flyloft/ui-kit';
import { siteApiRef } from '../api/siteApi';
import styles from './siteSettings.module.css';

const places: Record<SecretStoreState['place'], string> = {
  postgresql: 'PostgreSQL, sealed under a master key',
  vault: 'HashiCorp Vault',
};

/** How the secret store is, and what keeps it well. No secret is ever shown. */
export function SecretStoreSection(props: {
  answer: Answer<SecretStoreState>;
  refusal: string | undefined;
}) {
  const { data, reload } = props.answer;
  const site = useApi(siteApiRef);
  const [result, setResult] = useState<SecretUpkeep>();
  if (!data) return null;
  const run = (action: () => Promise<SecretUpkeep>) => async () => {
    setResult(await action());
    await reload();
  };
  const older = data.keys.filter(key => !key.current && key.secrets > 0);
  const elsewhere = data.place === 'vault' ? data.postgresql : data.vault;
  return (
    <Section title="Secret store">
      <p className={styles.text}>
        New secrets go to {places[data.place]}. {data.postgresql} lie in
        PostgreSQL, {data.vault} in Vault.
      </p>
      {data.problems.map(problem => (
        <Notice key={problem} tone="problem">
          {problem}
        </Notice>
      ))}
      {data.keys.length > 0 && <KeyTable keys={data.keys} />}
      <div className={styles.buttons}>
        {older.length > 0 && (
          <ConfirmButton
            label="Rotate"
            title="Rotate the master key of secrets?"
            refusal={props.refusal}
            onConfirm={run(() => site.rotateSecrets())}
          >
            What is sealed under older keys is wrapped under the current one.
            Afterwards the older keys can be taken away.
          </ConfirmButton>
        )}
        {elsewhere > 0 && (
          <ConfirmButton
            label="Move"
            title={`Move ${elsewhere} secrets?`}
            refusal={props.refusal}
            onConfirm={run(() => site.moveSecrets(data.place))}
          >
            They go to {places[data.place]}, one by one, while the portal works.
          </ConfirmButton>
        )}
      </div>
      {result && (
        <Notice tone={result.failed.length > 0 ? 'problem' : 'info'}>
          {result.done} done.
          {result.failed.map(({ name, problem }) => ` ${name}: ${problem}.`)}
        </Notice>
      )}
    </Section>
  );
}

function KeyTable({ keys }: { keys: SecretStoreState['keys'] }) {
  return (
    <FactTable label="Master keys">
      <thead>
        <tr>
          <th>Master key</th>
          <th>State</th>
          <th data-align="end">Secrets</th>
        </tr>
      </thead>
      <tbody>
        {keys.map(key => (
          <tr key={key.id}>
            <td>{key.id}</td>
            <td>
              <StatusBadge tone={key.there ? 'running' : 'problem'}>
                {stateOf(key)}
              </StatusBadge>
            </td>
            <td data-align="end">{key.secrets}</td>
          </tr>
        ))}
      </tbody>
    </FactTable>
  );
}

function stateOf({ there, current }: SecretStoreState['keys'][number]): string {
  if (!there) return 'missing';
  return current ? 'seals' : 'only reads';
}
