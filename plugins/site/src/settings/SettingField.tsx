import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { TextField } from '@backstage/ui';
import {
  isSettingKey,
  settingProblem,
  type Setting,
} from '@flyloft/plugin-site-common';
import { ActionButton, explainProblem, RelativeTime } from '@flyloft/ui-kit';
import { siteApiRef } from '../api/siteApi';
import styles from './siteSettings.module.css';

/** One setting: its value, where that comes from, and the ways to change it. */
export function SettingField(props: {
  setting: Setting;
  /** Why this reader can't change it; absent, they can. */
  refusal: string | undefined;
  onChange: () => Promise<void>;
}) {
  const { setting } = props;
  const site = useApi(siteApiRef);
  const [text, setText] = useState(`${setting.value}`);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>();
  const locked = setting.source === 'file';
  const changed = text !== `${setting.value}`;
  const problem =
    changed && isSettingKey(setting.key)
      ? settingProblem(setting.key, valueOf(setting, text))
      : null;

  const attempt = async (action: () => Promise<unknown>) => {
    setPending(true);
    setError(undefined);
    try {
      await action();
      await props.onChange();
    } catch (caught) {
      setError(caught);
    } finally {
      setPending(false);
    }
  };
  return (
    <div className={styles.setting}>
      <div className={styles.field}>
        <TextField
          label={
            setting.unit ? `${setting.label} (${setting.unit})` : setting.label
          }
          description={setting.help}
          inputMode={setting.kind === 'number' ? 'numeric' : undefined}
          isReadOnly={locked || props.refusal !== undefined}
          value={text}
          onChange={setText}
        />
      </div>
      {!locked && (
        <div className={styles.buttons}>
          {changed && (
            <ActionButton
              size="small"
              variant="primary"
              refusal={props.refusal ?? problem ?? undefined}
              isPending={pending}
              onPress={() =>
                attempt(() => site.setSetting(setting, valueOf(setting, text)))
              }
            >
              Save
            </ActionButton>
          )}
          {setting.source === 'page' && (
            <ActionButton
              size="small"
              variant="secondary"
              refusal={props.refusal}
              isPending={pending}
              onPress={() => attempt(() => site.revertSetting(setting))}
            >
              {`Back to ${setting.default || 'none'}`}
            </ActionButton>
          )}
        </div>
      )}
      <Origin setting={setting} />
      {(problem || error !== undefined) && (
        <p className={styles.problem} role="alert">
          {problem ?? explainProblem(error).message}
        </p>
      )}
    </div>
  );
}

/** What was typed, as the setting has it; nothing typed is no number. */
function valueOf({ kind }: Setting, text: string): number | string {
  if (kind === 'text') return text.trim();
  return text === '' ? NaN : Number(text);
}

function Origin({ setting }: { setting: Setting }) {
  const range =
    setting.minimum === null
      ? ''
      : ` From ${setting.minimum} to ${setting.maximum}.`;
  if (setting.source === 'file') {
    return (
      <p className={styles.origin}>
        Locked: a configuration file says {setting.key}, which wins.
      </p>
    );
  }
  if (setting.source === 'default') {
    return <p className={styles.origin}>As it comes.{range}</p>;
  }
  return (
    <p className={styles.origin}>
      Set by {setting.changedBy} <RelativeTime at={setting.changedAt} />; it
      comes with {setting.default || 'none'}.{range}
    </p>
  );
}
