import type { Host } from '@flyloft/plugin-inventory-common';
import { ExactTime, Notice, RelativeTime } from '@flyloft/ui-kit';

/** Says that a thing is gone or does not answer, before its facts are read. */
export function SeenNotice(props: {
  thing: Pick<Host, 'visibility' | 'deletedAt' | 'lastSeenAt'>;
}) {
  const { visibility, deletedAt, lastSeenAt } = props.thing;
  if (visibility === 'deleted') {
    return (
      <Notice tone="problem">
        It is deleted since <ExactTime at={deletedAt} />. What is shown is its
        last known state.
      </Notice>
    );
  }
  if (visibility === 'unreachable') {
    return (
      <Notice tone="stale">
        The last sync could not see it: it does not answer, or it may no longer
        be read. What is shown was last seen <RelativeTime at={lastSeenAt} />.
      </Notice>
    );
  }
  return null;
}
