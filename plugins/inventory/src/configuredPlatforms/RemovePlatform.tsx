import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useApi } from '@backstage/frontend-plugin-api';
import { Radio, RadioGroup, TextField } from '@backstage/ui';
import type {
  PlatformEntry,
  PlatformRemovalRequest,
} from '@flyloft/plugin-inventory-common';
import {
  ConfirmButton,
  ErrorPanel,
  countOf,
  useAnswer,
  Waiting,
} from '@flyloft/ui-kit';
import { platformApiRef } from '../api/platformApi';
import { paths } from '../paths';
import styles from './configuredPlatforms.module.css';

type Fate = PlatformRemovalRequest['guests'];

/** Removes a platform, after saying what becomes of what was seen of it. */
export function RemovePlatform({ entry }: { entry: PlatformEntry }) {
  const platforms = useApi(platformApiRef);
  const navigate = useNavigate();
  const [guests, setGuests] = useState<Fate>('keep');
  const [reason, setReason] = useState('');
  return (
    <ConfirmButton
      label="Remove"
      title={`Remove ${entry.title}?`}
      destructive
      refusal={undefined}
      missing={reason.trim() === '' ? 'Give a reason first.' : undefined}
      onConfirm={async () => {
        await platforms.remove(entry, { guests, reason });
        navigate(paths.platforms);
      }}
    >
      <div className={styles.root}>
        <RemovalPreview id={entry.id} />
        <RadioGroup
          label="What becomes of its guests"
          value={guests}
          onChange={value => setGuests(value === 'delete' ? 'delete' : 'keep')}
        >
          <Radio value="keep">They stay as they were last seen</Radio>
          <Radio value="delete">
            They are deleted; added again under this id, they return
          </Radio>
        </RadioGroup>
        <TextField
          label="Reason"
          description="It stands in the audit trail, with your name."
          isRequired
          value={reason}
          onChange={setReason}
        />
      </div>
    </ConfirmButton>
  );
}

function RemovalPreview({ id }: { id: string }) {
  const platforms = useApi(platformApiRef);
  const { data, error, loading } = useAnswer(`removal ${id}`, signal =>
    platforms.previewRemoval(id, { signal }),
  );
  if (error !== undefined) return <ErrorPanel error={error} />;
  if (loading || !data) return <Waiting lines={2} />;
  return (
    <p className={styles.text}>
      {countOf(data.guests, 'guest')}, {countOf(data.hosts, 'host')},{' '}
      {countOf(data.networks, 'network')} and{' '}
      {countOf(data.storages, 'storage')} are known of it. Its settings and
      secrets are forgotten, and it is synced no more.
      {data.syncUnderWay && ' A sync is under way; it ends without effect.'}
    </p>
  );
}
