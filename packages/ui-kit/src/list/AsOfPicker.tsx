import { useState } from 'react';
import { Button, DialogTrigger, Popover } from '@backstage/ui';
import { RiHistoryLine } from '@remixicon/react';
import { MomentField } from '../time/MomentField';
import { EmptyState } from '../empty/EmptyState';
import { isFuture, shortTime } from '../time/timeWords';
import { Notice } from '../problems/Notice';
import styles from './FilterEditor.module.css';

const presets: readonly [label: string, hours: number][] = [
  ['An hour ago', 1],
  ['Yesterday', 24],
  ['A week ago', 7 * 24],
];

/** Chooses the moment at which to look at something; undefined is the present. */
export function AsOfPicker(props: {
  at: string | undefined;
  onChange: (at: string | undefined) => void;
}) {
  const { at, onChange } = props;
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState(at ?? '');
  const notYet = draft !== '' && isFuture(draft);
  const choose = (next: string | undefined) => {
    setDraft(next ?? '');
    setOpen(false);
    onChange(next);
  };
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button variant="secondary" size="small" iconStart={<RiHistoryLine />}>
        {at ? `As of ${shortTime(new Date(at))}` : 'As of now'}
      </Button>
      <Popover placement="bottom end">
        <form
          className={styles.form}
          aria-label="Look at a past moment"
          onSubmit={event => {
            event.preventDefault();
            if (draft && !notYet) choose(draft);
          }}
        >
          <div className={styles.presets}>
            {presets.map(([label, hours]) => (
              <Button
                key={label}
                size="small"
                variant="secondary"
                onPress={() =>
                  choose(new Date(Date.now() - hours * 3_600_000).toISOString())
                }
              >
                {label}
              </Button>
            ))}
          </div>
          <MomentField
            label="Moment"
            value={draft}
            max={new Date().toISOString()}
            onChange={setDraft}
          />
          {notYet && (
            <p className={styles.problem} role="alert">
              That moment has not come yet.
            </p>
          )}
          <div className={styles.buttons}>
            {at && (
              <Button
                size="small"
                variant="tertiary"
                onPress={() => choose(undefined)}
              >
                Back to now
              </Button>
            )}
            <Button
              size="small"
              variant="primary"
              type="submit"
              isDisabled={!draft || notYet}
            >
              Show
            </Button>
          </div>
        </form>
      </Popover>
    </DialogTrigger>
  );
}

/** Says that a past moment is shown, with the way back to the present. */
export function PastNotice(props: {
  what: string;
  at: string;
  onReturn: () => void;
}) {
  return (
    <Notice
      tone="info"
      actions={
        <Button size="small" variant="secondary" onPress={props.onReturn}>
          Back to now
        </Button>
      }
    >
      You see {props.what} as of {shortTime(new Date(props.at))}, not the
      present.
    </Notice>
  );
}

/** Stands for what was to be shown as of a moment that has not come. */
export function NotYet(props: { at: string; onReturn: () => void }) {
  return (
    <EmptyState
      title={`${shortTime(new Date(props.at))} has not come yet`}
      actions={
        <Button size="small" variant="secondary" onPress={props.onReturn}>
          Back to now
        </Button>
      }
    >
      Only the present and the past can be shown.
    </EmptyState>
  );
}
