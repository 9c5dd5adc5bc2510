import { Button } from '@backstage/ui';
import {
  guestOverridePermission,
  overrideLabels,
  type GuestManual,
  type OverriddenFact,
} from '@flyloft/plugin-inventory-common';
import {
  ActionButton,
  ExactTime,
  explainProblem,
  Notice,
  RelativeTime,
  Section,
} from '@flyloft/ui-kit';
import { OwnerName } from '../guests/OwnerName';
import { EditButton } from './EditDialog';
import { manualValue, whyNot } from './manualWords';
import { OverrideForm } from './OverrideForm';
import { useManualEdit } from './useManualEdit';
import styles from './manual.module.css';

/** The facts that people may say otherwise: what the source says, what is shown, why. */
export function OverridesSection(props: {
  manual: GuestManual;
  onSaved: () => Promise<void>;
}) {
  const { manual, onSaved } = props;
  const refusal = whyNot(manual.allowed.override, guestOverridePermission.name);
  return (
    <Section title="Source and overrides">
      <dl className={styles.rows}>
        {manual.overrides.map(fact => (
          <div key={fact.field} className={styles.row}>
            <dt className={styles.label}>{overrideLabels[fact.field]}</dt>
            <dd className={styles.value}>
              <ShownInstead fact={fact} />
            </dd>
            <dd className={styles.buttons}>
              {fact.override && (
                <RevertButton fact={fact} {...props} refusal={refusal} />
              )}
              <EditButton
                label={fact.override ? 'Change' : 'Override'}
                name={`${fact.override ? 'Change the override' : 'Override'}: ${overrideLabels[fact.field]}`}
                refusal={refusal}
              >
                {close => (
                  <OverrideForm
                    manual={manual}
                    onSaved={onSaved}
                    fact={fact}
                    onDone={close}
                  />
                )}
              </EditButton>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function ShownInstead({ fact }: { fact: OverriddenFact }) {
  const { override } = fact;
  if (!override) return <>{manualValue(fact.observed)}</>;
  return (
    <>
      <p>
        Source says {manualValue(fact.observed)} · shown{' '}
        <strong>{manualValue(fact.shown)}</strong>
        {override.reason && ` because: ${override.reason}`}
      </p>
      <p className={styles.quiet}>
        <OwnerName ownerRef={override.by} />, <RelativeTime at={override.at} />;{' '}
        {override.until ? (
          <>
            until <ExactTime at={override.until} />
          </>
        ) : (
          'until somebody reverts it'
        )}
      </p>
    </>
  );
}

function RevertButton(props: {
  manual: GuestManual;
  onSaved: () => Promise<void>;
  fact: OverriddenFact;
  refusal: string | undefined;
}) {
  const { fact } = props;
  const edit = useManualEdit(props.manual, props.onSaved);
  if (edit.conflict) {
    return (
      <>
        <Notice tone="stale">
          {edit.conflict.current.editedBy ?? 'Somebody'} edited it meanwhile: it
          now shows {manualValue(edit.conflict.fields[0]?.theirs)}.
        </Notice>
        <Button size="small" variant="secondary" onPress={edit.keepMine}>
          Revert all the same
        </Button>
      </>
    );
  }
  return (
    <>
      {edit.error !== undefined && (
        <Notice tone="problem">{explainProblem(edit.error).message}</Notice>
      )}
      <ActionButton
        size="small"
        variant="tertiary"
        aria-label={`Revert: ${overrideLabels[fact.field]}`}
        isPending={edit.pending}
        refusal={props.refusal}
        onPress={() => edit.save({ overrides: { [fact.field]: null } })}
      >
        Revert
      </ActionButton>
    </>
  );
}
