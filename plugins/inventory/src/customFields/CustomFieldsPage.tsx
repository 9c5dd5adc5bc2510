import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { Button, Link } from '@backstage/ui';
import {
  customFactName,
  customFieldManagePermission,
  guestReadPermission,
  type CustomField,
} from '@flyloft/plugin-inventory-common';
import {
  ActionButton,
  ConfirmButton,
  countOf,
  EmptyState,
  ErrorPanel,
  FactTable,
  PageFrame,
  useAnswer,
  Waiting,
} from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { listWhere, where } from '../paths';
import { CustomFieldDialog } from './CustomFieldDialog';

/** The fields that people defined for guests, with the way to change them. */
export function CustomFieldsPage() {
  const inventory = useApi(inventoryApiRef);
  const { allowed } = usePermission({
    permission: customFieldManagePermission,
  });
  const refusal = allowed
    ? undefined
    : `It takes the permission ${customFieldManagePermission.name}.`;
  const [edited, setEdited] = useState<CustomField | 'new'>();
  const answer = useAnswer('all custom fields', async signal => {
    const query = { removed: 'include' } as const;
    return (await inventory.listCustomFields(query, { signal })).items;
  });
  return (
    <PageFrame
      title="Custom fields"
      actions={
        <ActionButton
          variant="primary"
          size="small"
          refusal={refusal}
          onPress={() => setEdited('new')}
        >
          Add a field
        </ActionButton>
      }
    >
      {answer.data === undefined && answer.error === undefined && (
        <Waiting lines={6} />
      )}
      {answer.data === undefined && answer.error !== undefined && (
        <ErrorPanel
          error={answer.error}
          what="custom fields"
          permission={guestReadPermission.name}
          onRetry={answer.reload}
        />
      )}
      {answer.data?.length === 0 && (
        <EmptyState title="No field is defined yet">
          A field is what you want to know of guests and no platform tells: a
          cost centre, a contract, the end of support. Every guest has it then,
          and lists filter by it.
        </EmptyState>
      )}
      {answer.data && answer.data.length > 0 && (
        <FactTable label="Custom fields">
          <thead>
            <tr>
              <th>Name</th>
              <th>Key</th>
              <th>Holds</th>
              <th>For</th>
              <th data-align="end">Values</th>
              <th>What can be done</th>
            </tr>
          </thead>
          <tbody>
            {answer.data.map(field => (
              <FieldRow
                key={field.key}
                field={field}
                refusal={refusal}
                onEdit={() => setEdited(field)}
                onChanged={answer.reload}
              />
            ))}
          </tbody>
        </FactTable>
      )}
      {edited && (
        <CustomFieldDialog
          field={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
          onSaved={answer.reload}
        />
      )}
    </PageFrame>
  );
}

function FieldRow(props: {
  field: CustomField;
  refusal: string | undefined;
  onEdit: () => void;
  onChanged: () => Promise<void>;
}) {
  const { field, refusal } = props;
  const inventory = useApi(inventoryApiRef);
  const values = countOf(field.valueCount, 'guest');
  return (
    <tr>
      <td title={field.description ?? undefined}>
        {field.label}
        {field.removedAt && ' (removed)'}
      </td>
      <td>{field.key}</td>
      <td>
        {field.type === 'choice'
          ? `one of ${field.choices.join(', ')}`
          : field.type}
      </td>
      <td>{forWhom(field)}</td>
      <td data-align="end">
        {field.removedAt || field.valueCount === 0 ? (
          field.valueCount
        ) : (
          <Link
            href={listWhere('guests', [
              where(customFactName(field.key), 'present'),
            ])}
          >
            {field.valueCount}
          </Link>
        )}
      </td>
      <td>
        {field.removedAt ? (
          <ActionButton
            size="small"
            variant="secondary"
            refusal={refusal}
            onPress={async () => {
              await inventory.restoreCustomField(field.key);
              await props.onChanged();
            }}
          >
            Restore
          </ActionButton>
        ) : (
          <>
            {refusal ? null : (
              <Button
                size="small"
                variant="tertiary"
                aria-label={`Edit ${field.label}`}
                onPress={props.onEdit}
              >
                Edit
              </Button>
            )}
            <ConfirmButton
              label="Remove"
              title={`Remove '${field.label}'`}
              refusal={refusal}
              destructive
              onConfirm={async () => {
                await inventory.removeCustomField(field.key);
                await props.onChanged();
              }}
            >
              The field disappears from lists and pages, with the values of{' '}
              {values}. Restoring it brings them back.
            </ConfirmButton>
          </>
        )}
      </td>
    </tr>
  );
}

function forWhom({ appliesTo }: CustomField): string {
  const types = appliesTo.types.map(type => `${type.replace('-', ' ')}s`);
  const who = types.join(', ') || 'every guest';
  return appliesTo.platformIds.length > 0
    ? `${who} on ${appliesTo.platformIds.join(', ')}`
    : who;
}
