import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { RiDownloadLine } from '@remixicon/react';
import type { ListQuery } from '@flyloft/kit-common';
import { explainProblem, Notice } from '@flyloft/ui-kit';
import { auditApiRef } from '../api/auditApi';

type Format = 'csv' | 'ndjson';

/** Saves all rows that the list's filters match, details and hashes included. */
export function ExportButton({ query }: { query: ListQuery }) {
  const audit = useApi(auditApiRef);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>();

  const save = async (format: Format) => {
    setPending(true);
    setError(undefined);
    try {
      const { limit, cursor, ...rest } = query;
      const file = await audit.exportEvents(format, rest);
      const address = URL.createObjectURL(file);
      const link = document.createElement('a');
      link.href = address;
      link.download = `audit.${format}`;
      link.click();
      URL.revokeObjectURL(address);
    } catch (caught) {
      setError(caught);
    } finally {
      setPending(false);
    }
  };

  return (
    <>
      {error !== undefined && (
        <Notice tone="problem">
          Nothing was saved. {explainProblem(error).message}
        </Notice>
      )}
      <MenuTrigger>
        <Button
          size="small"
          variant="secondary"
          iconStart={<RiDownloadLine />}
          isPending={pending}
        >
          Export
        </Button>
        <Menu onAction={key => save(key as Format)}>
          <MenuItem id="csv">CSV, for spreadsheets</MenuItem>
          <MenuItem id="ndjson">NDJSON, for programs</MenuItem>
        </Menu>
      </MenuTrigger>
    </>
  );
}
