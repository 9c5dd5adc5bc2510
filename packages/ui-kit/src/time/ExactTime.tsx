import { relativeTime, shortTime } from './timeWords';
import { timeTitle } from './RelativeTime';
import { useNow } from './useNow';

/** A date and time with its age behind it: `21 Nov 2026, 14:03 (2 d ago)`. */
export function ExactTime(props: { at: string | null | undefined }) {
  const now = useNow();
  if (!props.at) return <>–</>;
  const moment = new Date(props.at);
  return (
    <time dateTime={props.at} title={timeTitle(moment)}>
      {shortTime(moment)} ({relativeTime(moment, now)})
    </time>
  );
}
