import {
  containing,
  raw,
  sql,
  type ListDefinition,
  type Sql,
} from '@flyloft/backend-kit';
import {
  guestImportRowFacts,
  type GuestImportRow,
} from '@flyloft/plugin-inventory-common';
import { fieldsOf } from './importColumns';
import type { ColumnValues } from './planRow';

/** A row of a file as it is stored. */
export interface RowOfImport {
  line: number;
  guest_id: string | null;
  name: string;
  state: GuestImportRow['state'];
  before: ColumnValues;
  after: ColumnValues;
  errors: string[];
}

/** The list of the rows of a file. */
export const rowList = (importId: string): ListDefinition => ({
  facts: guestImportRowFacts,
  columns: {
    line: { value: 'r.line', required: true },
    name: { value: 'r.name', required: true },
    state: { value: 'r.state', required: true },
  },
  from: raw('guest_import_rows r'),
  select: raw(
    'r.line, r.guest_id, r.name, r.state, r.before, r.after, r.errors',
  ),
  id: { expression: 'r.line', type: 'integer' },
  defaultSort: 'line',
  search: (text): Sql => sql`r.name ilike ${containing(text)}`,
  conditions: [sql`r.import_id = ${importId}::uuid`],
});

/** Maps a row. */
export function toRow(row: RowOfImport): GuestImportRow {
  return {
    id: String(row.line),
    line: row.line,
    guestId: row.guest_id,
    name: row.name,
    state: row.state,
    fields: Object.keys(row.after).map(column => ({
      field: fieldsOf([column])[0]!,
      from: row.before[column] ?? null,
      to: row.after[column] ?? null,
    })),
    errors: row.errors,
  };
}
