import { useApi } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import type { MachinePair } from '@flyloft/plugin-inventory-common';
import { Section, useAnswer } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { GuestStatusBadge } from '../guests/GuestStatusBadge';
import { detailPath } from '../paths';
import { DecideMachine } from '../sameMachine/DecideMachine';
import { evidenceWords, verdictWords } from '../sameMachine/evidenceWords';
import styles from './guest.module.css';

/**
 * Where the machine shows elsewhere, as people decided, and the guests that
 * may be it. Nothing where neither is known: most guests show once.
 */
export function GuestSightings({ id }: { id: string }) {
  const inventory = useApi(inventoryApiRef);
  const answer = useAnswer(`sightings:${id}`, signal =>
    inventory.listGuestSightings(id, { signal }),
  );
  // The page itself says when the inventory does not answer.
  if (!answer.data) return null;
  const { sightings, pairs } = answer.data;
  const undecided = pairs.filter(pair => pair.verdict === 'undecided');
  const decided = pairs.filter(pair => pair.verdict !== 'undecided');
  if (sightings.length === 0 && pairs.length === 0) return null;
  return (
    <Section title="Sightings of this machine">
      {sightings.length > 0 && (
        <ul className={styles.sightings}>
          {sightings.map(one => (
            <li key={one.id}>
              Also <Link href={detailPath('guests', one.id)}>{one.name}</Link>{' '}
              on {one.platformId} <GuestStatusBadge guest={one} />
            </li>
          ))}
        </ul>
      )}
      {[...undecided, ...decided].map(pair => (
        <PairLine
          key={pair.id}
          pair={pair}
          guestId={id}
          onDecided={answer.reload}
        />
      ))}
    </Section>
  );
}

function PairLine(props: {
  pair: MachinePair;
  guestId: string;
  onDecided: () => void;
}) {
  const { pair } = props;
  const other = pair.left.id === props.guestId ? pair.right : pair.left;
  return (
    <div className={styles.pair}>
      <span>
        <Link href={detailPath('guests', other.id)}>{other.name}</Link> on{' '}
        {other.platformId} has in common: {evidenceWords(pair)}.{' '}
        {pair.verdict === 'undecided'
          ? 'Is it the same machine?'
          : `Decided: ${verdictWords[pair.verdict].word}, by ${pair.decidedBy}: ${pair.reason}.`}
      </span>
      <DecideMachine pair={pair} onDecided={props.onDecided} />
    </div>
  );
}
