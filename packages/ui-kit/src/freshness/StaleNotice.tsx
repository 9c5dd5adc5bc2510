import type { Freshness } from '@flyloft/kit-common';
import { Notice } from '../problems/Notice';
import { useNow } from '../time/useNow';
import { stalenessWarning } from './freshnessWords';

/** Says what an old picture means for what is shown; nothing while it is fresh. */
export function StaleNotice({ freshness }: { freshness: Freshness }) {
  const warning = stalenessWarning(freshness, useNow());
  if (!warning) return null;
  return (
    <Notice tone={freshness.state === 'stale' ? 'stale' : 'problem'}>
      What is shown may be out of date. {warning}
    </Notice>
  );
}
