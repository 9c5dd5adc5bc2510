import { useState } from 'react';
import { parseEntityRef } from '@backstage/catalog-model';
import { Button } from '@backstage/ui';
import type { Owner } from '@flyloft/plugin-inventory-common';
import { EditForm, type ManualFormProps } from './EditDialog';
import { OwnerPicker, type ChosenOwner } from './OwnerPicker';
import styles from './manual.module.css';

/** Says who answers for a guest, technically or for the business. */
export function OwnerForm(
  props: ManualFormProps & { kind: 'technical' | 'business' },
) {
  const { kind, manual } = props;
  const before = manual.owners[kind];
  const [chosen, setChosen] = useState<ChosenOwner | undefined>(
    before ? { ref: before.ref, name: nameOf(before) } : undefined,
  );
  const key = kind === 'technical' ? 'technicalOwner' : 'businessOwner';
  const changed = (chosen?.ref ?? null) !== (before?.ref ?? null);
  return (
    <EditForm
      {...props}
      title={kind === 'technical' ? 'Technical owner' : 'Business owner'}
      patch={changed ? { [key]: chosen?.ref ?? null } : undefined}
    >
      <p className={styles.quiet}>
        {kind === 'technical'
          ? 'Who runs it. Counts before the business owner and the owner by rule.'
          : 'Who needs it and pays for it. Counts where there is no technical owner.'}
      </p>
      <OwnerPicker chosen={chosen} onChoose={setChosen} />
      {chosen && (
        <span>
          <Button
            size="small"
            variant="tertiary"
            onPress={() => setChosen(undefined)}
          >
            Nobody
          </Button>
        </span>
      )}
    </EditForm>
  );
}

const nameOf = ({ ref, person }: Owner) =>
  person?.name ?? parseEntityRef(ref).name;
