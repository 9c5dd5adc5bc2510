import { StatusBadge } from '@flyloft/ui-kit';
import type { ThingStatus } from './thingStatus';

/** The status of a host, storage, cluster or network. */
export function ThingStatusBadge({ status }: { status: ThingStatus }) {
  return <StatusBadge tone={status.tone}>{status.word}</StatusBadge>;
}
