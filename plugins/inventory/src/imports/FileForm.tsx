import { useId, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import {
  clearingWord,
  guestImportLimits,
  type GuestImport,
} from '@flyloft/plugin-inventory-common';
import { explainProblem, Notice } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import styles from './imports.module.css';

/** Chooses a file and has it checked. */
export function FileForm(props: { onChecked: (checked: GuestImport) => void }) {
  const inventory = useApi(inventoryApiRef);
  const id = useId();
  const [file, setFile] = useState<File>();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>();
  const tooLarge = (file?.size ?? 0) > guestImportLimits.bytes;
  const check = async () => {
    setPending(true);
    setError(undefined);
    try {
      props.onChecked(
        await inventory.checkGuestImport({ name: file!.name, content: file! }),
      );
    } catch (caught) {
      setError(caught);
    } finally {
      setPending(false);
    }
  };
  return (
    <div className={styles.form}>
      <p className={styles.words}>
        Take an export of the guests list, change owners, project, stage, notes,
        tags or your own fields in a spreadsheet, and save it as CSV. An empty
        cell leaves a value as it is; {clearingWord} takes it away. Nothing is
        written before you have seen what each row would do.
      </p>
      <label className={styles.label} htmlFor={id}>
        CSV file
      </label>
      <input
        id={id}
        className={styles.file}
        type="file"
        accept=".csv,text/csv"
        onChange={event => {
          setFile(event.target.files?.[0]);
          setError(undefined);
        }}
      />
      {tooLarge && (
        <Notice tone="problem">
          The file is larger than 20 MB; import it in parts.
        </Notice>
      )}
      {error !== undefined && (
        <Notice tone="problem">{explainProblem(error).message}</Notice>
      )}
      <div>
        <Button
          variant="primary"
          size="small"
          isDisabled={!file || tooLarge}
          isPending={pending}
          onPress={check}
        >
          Check the file
        </Button>
      </div>
    </div>
  );
}
