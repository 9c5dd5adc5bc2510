import { useState } from 'react';
import { Button, Checkbox, TextField } from '@backstage/ui';
import type { ManualAddress } from '@flyloft/plugin-inventory-common';
import { EditForm, type ManualFormProps } from './EditDialog';
import styles from './manual.module.css';

const noAddress: ManualAddress = { address: '', label: null, primary: false };

/** Addresses that people say a guest has, one of them primary. */
export function AddressesForm(props: ManualFormProps) {
  const { addresses } = props.manual;
  const [rows, setRows] = useState<ManualAddress[]>(
    addresses.manual.length > 0 ? addresses.manual : [noAddress],
  );
  const change = (at: number, part: Partial<ManualAddress>) =>
    setRows(
      rows.map((row, index) => {
        if (index === at) return { ...row, ...part };
        // One is primary at most.
        return part.primary ? { ...row, primary: false } : row;
      }),
    );
  const filled = rows
    .map(row => ({
      ...row,
      address: row.address.trim(),
      label: row.label?.trim() || null,
    }))
    .filter(row => row.address !== '');
  return (
    <EditForm {...props} title="Addresses" patch={{ addresses: filled }}>
      <p className={styles.quiet}>
        {addresses.observed.length > 0
          ? `Seen: ${addresses.observed.join(', ')}. What you add stands beside it.`
          : 'None was seen. What you add is shown as added by people.'}
      </p>
      {rows.map((row, at) => (
        <div
          key={at}
          className={styles.address}
          role="group"
          aria-label={`Address ${at + 1}`}
        >
          <TextField
            label="Address"
            value={row.address}
            onChange={address => change(at, { address })}
          />
          <TextField
            label="Label"
            value={row.label ?? ''}
            onChange={label => change(at, { label })}
          />
          <Checkbox
            isSelected={row.primary}
            onChange={primary => change(at, { primary })}
          >
            Primary
          </Checkbox>
          <Button
            size="small"
            variant="tertiary"
            onPress={() => setRows(rows.filter((_, index) => index !== at))}
          >
            Remove
          </Button>
        </div>
      ))}
      <span>
        <Button
          size="small"
          variant="secondary"
          onPress={() => setRows([...rows, noAddress])}
        >
          Another address
        </Button>
      </span>
    </EditForm>
  );
}
