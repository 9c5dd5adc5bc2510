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
  const [result, setResult] = useState<{
    verb: string;
    upkeep: SecretUpkeep;
  }>();
  if (!data) return null;
  const run =
    (verb: string, action: () => Promise<SecretUpkeep>) => async () => {
      setResult({ verb, upkeep: await action() });
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
            onConfirm={run('wrapped', () => site.rotateSecrets())}
          >
            What is sealed under older keys is wrapped under the current one.
            Afterwards the older keys can be taken away.
          </ConfirmButton>
        )}
        {data.postgresql > 0 && (
          <ConfirmButton
            label="Renew data keys"
            title={`Seal ${secretCount(data.postgresql)} anew?`}
            refusal={props.refusal}
            onConfirm={run('sealed anew', () => site.rotateSecrets(true))}
          >
            Each secret in PostgreSQL is sealed under a new data key of its own,
            and that under the current master key, one by one, while the portal
            works. Copies of the database from before still open with the old
            keys.
          </ConfirmButton>
        )}
        {elsewhere > 0 && (
          <ConfirmButton
            label="Move"
            title={`Move ${secretCount(elsewhere)}?`}
            refusal={props.refusal}
            onConfirm={run('moved', () => site.moveSecrets(data.place))}
          >
            They go to {places[data.place]}, one by one, while the portal works.
          </ConfirmButton>
        )}
      </div>
      {result && <UpkeepNotice {...result} />}
    </Section>
  );
}

/** What an upkeep did, and of which secrets it could not. */
function UpkeepNotice(props: { verb: string; upkeep: SecretUpkeep }) {
  const { done, failed } = props.upkeep;
  return (
    <Notice tone={failed.length > 0 ? 'problem' : 'info'}>
      {`${secretCount(done)} ${props.verb}`}
      {failed.length > 0 && `, ${failed.length} not`}.
      {failed.map(({ name, problem }) => ` ${name}: ${problem}.`)}
    </Notice>
  );
}

const secretCount = (count: number) =>
  count === 1 ? '1 secret' : `${count} secrets`;

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
