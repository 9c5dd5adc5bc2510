import { Select, TextField } from '@backstage/ui';
import { byteUnits, type ByteUnit } from '../../figures/formatBytes';
import type { Draft } from '../conditions';
import { PresenceField } from './TextEditors';
import styles from '../FilterEditor.module.css';

type DraftOf<F extends Draft['form']> = Extract<Draft, { form: F }>;

/** From and to, as plain numbers or as sizes in a unit of choice. */
export function RangeEditor(props: {
  draft: DraftOf<'range'> | DraftOf<'bytes'>;
  edit: (draft: Draft) => void;
}) {
  const { draft, edit } = props;
  return (
    <>
      {draft.presence === 'either' && (
        <>
          <div className={styles.pair}>
            <TextField
              label="At least"
              size="small"
              inputMode="decimal"
              // eslint-disable-next-line jsx-a11y/no-autofocus -- opened to be filled in; closing gives the focus back
              autoFocus
              value={draft.from}
              onChange={from => edit({ ...draft, from: from.trim() })}
            />
            <TextField
              label="At most"
              size="small"
              inputMode="decimal"
              value={draft.to}
              onChange={to => edit({ ...draft, to: to.trim() })}
            />
          </div>
          {draft.form === 'bytes' && <UnitField draft={draft} edit={edit} />}
        </>
      )}
      <PresenceField
        presence={draft.presence}
        onChange={presence => edit({ ...draft, presence })}
      />
    </>
  );
}

function UnitField(props: {
  draft: DraftOf<'bytes'>;
  edit: (draft: Draft) => void;
}) {
  const units: readonly ByteUnit[] = byteUnits.slice(1);
  return (
    <Select
      aria-label="Unit"
      size="small"
      options={units.map(unit => ({ value: unit, label: unit }))}
      value={props.draft.unit}
      onChange={key =>
        props.edit({
          ...props.draft,
          unit: units.find(unit => unit === key) ?? 'GiB',
        })
      }
    />
  );
}
