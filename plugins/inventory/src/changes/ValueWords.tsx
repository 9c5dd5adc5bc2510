import { Fragment } from 'react';
import type { Change } from '@flyloft/plugin-inventory-common';
import { OwnerName } from '../guests/OwnerName';
import { isPersonRef } from '../guests/usePersonName';
import { changeLine, fieldLabel, fieldValue } from './changeWords';

/** A value for people; who owns without an account is called by name. */
export function ValueWords(props: {
  value: unknown;
  /** How other values are said. */
  words: (value: unknown) => string;
}) {
  const { value, words } = props;
  return isPersonRef(value) ? (
    <OwnerName ownerRef={value} />
  ) : (
    <>{words(value)}</>
  );
}

/** A change in one line with its values. */
export function ChangeLine({ change }: { change: Change }) {
  const named = change.fields.some(
    ({ from, to }) => isPersonRef(from) || isPersonRef(to),
  );
  if (change.operation !== 'changed' || !named) {
    const line = changeLine(change);
    return <span title={line}>{line}</span>;
  }
  return (
    <span>
      {change.fields.map(({ field, from, to }, index) => {
        const words = (value: unknown) => fieldValue(field, value);
        return (
          <Fragment key={field}>
            {index > 0 && '; '}
            {fieldLabel(field, change.kind)}{' '}
            <ValueWords value={from} words={words} />
            {' → '}
            <ValueWords value={to} words={words} />
          </Fragment>
        );
      })}
    </span>
  );
}
