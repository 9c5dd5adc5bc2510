import { StatusBadge } from '@flyloft/ui-kit';
import { guestStatus } from './guestStatus';

/** A guest's status as shape, word and colour. */
export function GuestStatusBadge(props: {
  guest: Parameters<typeof guestStatus>[0];
}) {
  const { tone, word, detail } = guestStatus(props.guest);
  return (
    <StatusBadge tone={tone} title={detail}>
      {word}
    </StatusBadge>
  );
}
