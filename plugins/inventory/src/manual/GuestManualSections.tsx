import type { GuestDetail } from '@flyloft/plugin-inventory-common';
import { guestReadPermission } from '@flyloft/plugin-inventory-common';
import { ErrorPanel, Section, Waiting } from '@flyloft/ui-kit';
import { AddedSection } from './AddedSection';
import { OverridesSection } from './OverridesSection';
import { useGuestManual } from './useManualEdit';

/** What people say of a guest, on its page: beside its source, and added to it. */
export function GuestManualSections(props: {
  guest: GuestDetail;
  /** Shows the guest anew: what people say changes what it shows. */
  onEdited: () => Promise<void>;
}) {
  const { guest, onEdited } = props;
  const answer = useGuestManual(guest.id);
  const manual = answer.outdated ? undefined : answer.data;
  if (!manual) {
    return (
      <Section title="Added by people">
        {answer.error === undefined ? (
          <Waiting lines={4} />
        ) : (
          <ErrorPanel
            error={answer.error}
            what="what people added"
            permission={guestReadPermission.name}
            onRetry={answer.reload}
          />
        )}
      </Section>
    );
  }
  const onSaved = async () => {
    await Promise.all([answer.reload(), onEdited()]);
  };
  return (
    <>
      <AddedSection guest={guest} manual={manual} onSaved={onSaved} />
      <OverridesSection manual={manual} onSaved={onSaved} />
    </>
  );
}
