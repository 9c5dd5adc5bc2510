import { Button, Select, TextField } from '@backstage/ui';
import { MomentField } from '../../time/MomentField';
import type { Draft } from '../conditions';
import { PresenceField } from './TextEditors';
import styles from '../FilterEditor.module.css';

type TimeDraft = Extract<Draft, { form: 'time' }>;

const presets: readonly [label: string, span: string][] = [
  ['Hour', '1h'],
  ['Day', '1d'],
  ['Week', '7d'],
  ['Month', '30d'],
];

const sides = [
  { value: 'last', label: 'In the last' },
  { value: 'not-last', label: 'Not in the last' },
];

/**
 * A span counted back from now, or since and until. A span stays one in the
 * address: opened tomorrow, the link shows tomorrow's.
 */
export function TimeEditor(props: {
  draft: TimeDraft;
  edit: (draft: Draft) => void;
}) {
  const { draft, edit } = props;
  return (
    <>
      {draft.presence === 'either' && (
        <>
          <SpanFields draft={draft} edit={edit} />
          <MomentField
            label="Since"
            value={draft.from}
            onChange={from => edit({ ...draft, from, span: '' })}
          />
          <MomentField
            label="Until"
            value={draft.to}
            onChange={to => edit({ ...draft, to, span: '' })}
          />
        </>
      )}
      <PresenceField
        presence={draft.presence}
        onChange={presence => edit({ ...draft, presence })}
      />
    </>
  );
}

function SpanFields(props: { draft: TimeDraft; edit: (draft: Draft) => void }) {
  const { draft, edit } = props;
  const take = (span: string) => edit({ ...draft, span, from: '', to: '' });
  return (
    <>
      <div className={styles.pair}>
        <Select
          aria-label="In or not in the last"
          size="small"
          options={sides}
          value={draft.within ? 'last' : 'not-last'}
          onChange={key => edit({ ...draft, within: key !== 'not-last' })}
        />
        <TextField
          aria-label="Span, such as 7d or 12h"
          size="small"
          placeholder="7d"
          value={draft.span}
          onChange={text => take(text.trim())}
        />
      </div>
      <div className={styles.presets} role="group" aria-label="Usual spans">
        {presets.map(([label, span]) => (
          <Button
            key={label}
            size="small"
            variant="secondary"
            onPress={() => take(span)}
          >
            {label}
          </Button>
        ))}
      </div>
    </>
  );
}
