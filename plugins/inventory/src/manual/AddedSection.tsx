import type { ReactNode } from 'react';
import { Link } from '@backstage/ui';
import {
  guestEditPermission,
  guestOverridePermission,
  type CustomField,
  type CustomValue,
  type GuestDetail,
  type GuestManual,
  type Owner,
} from '@flyloft/plugin-inventory-common';
import { RelativeTime, Section } from '@flyloft/ui-kit';
import { OwnerLink } from '../guests/OwnerLink';
import { OwnerName } from '../guests/OwnerName';
import { AddressesForm } from './AddressesForm';
import { appliesTo } from './customValues';
import { EditButton, type ManualFormProps } from './EditDialog';
import { whyNot } from './manualWords';
import { OwnerForm } from './OwnerForm';
import {
  CustomFieldForm,
  NotesForm,
  ProjectForm,
  StageForm,
  TagsForm,
} from './PlainForms';
import { useCustomFields } from './useCustomFields';
import styles from './manual.module.css';

/** What people add to a guest, each part with the way to change it. */
export function AddedSection(props: {
  guest: Pick<GuestDetail, 'type' | 'platformId'>;
  manual: GuestManual;
  onSaved: () => Promise<void>;
}) {
  const { manual, onSaved, guest } = props;
  const fields = useCustomFields();
  const annotate = whyNot(manual.allowed.annotate, guestEditPermission.name);
  const override = whyNot(
    manual.allowed.override,
    guestOverridePermission.name,
  );
  const row = (
    label: string,
    refusal: string | undefined,
    value: ReactNode,
    form: (given: ManualFormProps) => ReactNode,
  ) => (
    <Row key={label} label={label} refusal={refusal} value={value}>
      {onDone => form({ manual, onSaved, onDone })}
    </Row>
  );
  return (
    <Section title="Added by people">
      <dl className={styles.rows}>
        {row(
          'Technical owner',
          override,
          <OwnerWords owner={manual.owners.technical} />,
          given => (
            <OwnerForm {...given} kind="technical" />
          ),
        )}
        {row(
          'Business owner',
          override,
          <OwnerWords owner={manual.owners.business} />,
          given => (
            <OwnerForm {...given} kind="business" />
          ),
        )}
        {row('Project', override, manual.project, given => (
          <ProjectForm {...given} />
        ))}
        {row('Stage', override, manual.stage, given => (
          <StageForm {...given} />
        ))}
        {row('Tags', annotate, manual.tags.manual.join(', '), given => (
          <TagsForm {...given} />
        ))}
        {row('Addresses', override, <Addresses manual={manual} />, given => (
          <AddressesForm {...given} />
        ))}
        {fields
          .filter(field => appliesTo(field, guest))
          .map(field =>
            row(
              field.label,
              annotate,
              <CustomWords
                field={field}
                value={manual.customFields[field.key]}
              />,
              given => <CustomFieldForm {...given} field={field} />,
            ),
          )}
        {row('Notes', annotate, manual.notes, given => (
          <NotesForm {...given} />
        ))}
      </dl>
      {manual.editedBy && (
        <p className={styles.quiet}>
          Last edited by <OwnerName ownerRef={manual.editedBy} />{' '}
          <RelativeTime at={manual.editedAt} />
        </p>
      )}
    </Section>
  );
}

function Row(props: {
  label: string;
  refusal: string | undefined;
  value: ReactNode;
  children: (close: () => void) => ReactNode;
}) {
  return (
    <div className={styles.row}>
      <dt className={styles.label}>{props.label}</dt>
      <dd className={styles.value}>{props.value || '–'}</dd>
      <dd className={styles.buttons}>
        <EditButton
          label="Edit"
          name={`Edit: ${props.label}`}
          refusal={props.refusal}
        >
          {props.children}
        </EditButton>
      </dd>
    </div>
  );
}

function OwnerWords({ owner }: { owner: Owner | null }) {
  if (!owner) return <>–</>;
  if (!owner.person) return <OwnerLink ownerRef={owner.ref} />;
  const { name, designation, department, email } = owner.person;
  return (
    <>
      {[name, designation, department].filter(Boolean).join(', ')}
      {email && (
        <>
          {' · '}
          <Link href={`mailto:${email}`}>{email}</Link>
        </>
      )}
    </>
  );
}

function Addresses({ manual }: { manual: GuestManual }) {
  return (
    <>
      {manual.addresses.manual
        .map(
          ({ address, label, primary }) =>
            `${address}${label ? ` (${label})` : ''}${primary ? ', primary' : ''}`,
        )
        .join('\n') || '–'}
    </>
  );
}

function CustomWords(props: {
  field: CustomField;
  value: CustomValue | undefined;
}) {
  const { field, value } = props;
  if (value === undefined) return <>–</>;
  if (field.type === 'boolean') return <>{value ? 'yes' : 'no'}</>;
  if (field.type === 'url' && /^https?:\/\//.test(String(value))) {
    return <Link href={String(value)}>{String(value)}</Link>;
  }
  return <>{String(value)}</>;
}
