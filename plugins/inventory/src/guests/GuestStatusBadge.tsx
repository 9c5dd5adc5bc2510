import { StatusBadge } from '@flyloft/ui-kit';
import { guestStatus } from './guestStatus';
import { SaidByPeople } from './SaidByPeople';

/** A guest's status as shape, word and colour. */
export function GuestStatusBadge(props: {
  guest: Parameters<typeof guestStatus>[0] &
    Parameters<typeof SaidByPeople>[0]['guest'];
}) {
  const { tone, word, detail } = guestStatus(props.guest);
  // What else the word may say is no power state.
  const power = word.startsWith(props.guest.powerState);
  return (
    <StatusBadge tone={tone} title={detail}>
      {word}
      {power && <SaidByPeople guest={props.guest} field="powerState" />}
    </StatusBadge>
  );
}
