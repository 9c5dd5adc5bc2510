import { exactTime, relativeTime } from './timeWords';
import { useNow } from './useNow';

/** An age; on hover the exact moment, in the viewer's zone and in UTC. */
export function RelativeTime(props: {
  /** ISO 8601; null is shown as a dash. */
  at: string | null | undefined;
  /** What to say when there is no moment. */
  none?: string;
}) {
  const now = useNow();
  if (!props.at) return <>{props.none ?? '–'}</>;
  const moment = new Date(props.at);
  return (
    <time dateTime={props.at} title={timeTitle(moment)}>
      {relativeTime(moment, now)}
    </time>
  );
}

/** The words shown when hovering over a time. */
export function timeTitle(moment: Date): string {
  return `${exactTime(moment)}\n${exactTime(moment, 'UTC')}`;
}
