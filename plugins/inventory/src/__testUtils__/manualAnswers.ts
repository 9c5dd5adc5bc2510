import type {
  BulkEdit,
  CustomField,
  GuestImport,
  GuestImportRow,
  GuestManual,
  InventoryClient,
  ManualCalls,
  Person,
} from '@flyloft/plugin-inventory-common';
import { aPage } from './builders';

const moment = '2026-03-01T12:00:00.000Z';

/** What people say of a guest: nothing yet. */
export function aGuestManual(part: Partial<GuestManual> = {}): GuestManual {
  return {
    guestId: 'g1',
    guestName: 'web-07',
    revision: '0',
    editedAt: null,
    editedBy: null,
    overrides: [
      {
        field: 'powerState',
        observed: 'running',
        shown: 'running',
        override: null,
      },
    ],
    owners: {
      technical: null,
      business: null,
      mapped: 'group:default/team-web',
      effective: { ref: 'group:default/team-web', person: null },
    },
    notes: null,
    project: null,
    stage: null,
    tags: { observed: ['web'], manual: [] },
    addresses: { observed: ['10.2.0.17'], manual: [], primary: '10.2.0.17' },
    customFields: {},
    allowed: { annotate: true, override: true },
    ...part,
  };
}

/** An owner without an account. */
export function aPerson(part: Partial<Person> = {}): Person {
  return {
    id: 'p1',
    ref: 'person:external/p1',
    name: 'Otto Fern',
    email: 'otto@example.org',
    designation: 'Consultant',
    department: 'Shop',
    createdAt: moment,
    createdBy: 'user:default/it',
    ...part,
  };
}

/** A field that people defined. */
export function aCustomField(part: Partial<CustomField> = {}): CustomField {
  return {
    key: 'cost_centre',
    type: 'text',
    label: 'Cost centre',
    description: null,
    required: false,
    choices: [],
    appliesTo: { types: [], platformIds: [] },
    valueCount: 3,
    createdAt: moment,
    createdBy: 'user:default/it',
    changedAt: moment,
    changedBy: 'user:default/it',
    removedAt: null,
    removedBy: null,
    ...part,
  };
}

/** An edit of two guests that was applied. */
export function aBulkEdit(part: Partial<BulkEdit> = {}): BulkEdit {
  return {
    id: 'b1',
    state: 'applied',
    by: 'user:default/it',
    createdAt: moment,
    appliedAt: moment,
    selection: { ids: ['g1', 'g2'] },
    patch: { stage: 'test' },
    effects: { matched: 2, willChange: 2, alreadySo: 0, refused: [] },
    undoneAt: null,
    undoneBy: null,
    restored: null,
    kept: null,
    ...part,
  };
}

/** A file that was checked: two rows change guests, one has an error. */
export function aGuestImport(part: Partial<GuestImport> = {}): GuestImport {
  return {
    id: 'i1',
    fileName: 'owners.csv',
    by: 'user:default/it',
    createdAt: moment,
    columns: ['project'],
    ignoredColumns: [],
    totals: { rows: 4, change: 2, same: 1, error: 1 },
    editId: null,
    ...part,
  };
}

/** A row of a file that changes a guest. */
export function aGuestImportRow(
  part: Partial<GuestImportRow> = {},
): GuestImportRow {
  return {
    id: '2',
    line: 2,
    guestId: 'g1',
    name: 'web-07',
    state: 'change',
    fields: [{ field: 'project', from: null, to: 'Portal' }],
    errors: [],
    ...part,
  };
}

/** An inventory's answers on what people add. */
export const manualAnswers: Pick<InventoryClient, keyof ManualCalls> = {
  getGuestManual: async () => aGuestManual(),
  editGuestManual: async () => aGuestManual({ revision: '1' }),
  listPeople: async () => aPage([aPerson()]),
  getPersonName: async () => ({ ref: aPerson().ref, name: aPerson().name }),
  createPerson: async () => aPerson(),
  updatePerson: async () => aPerson(),
  listCustomFields: async () => ({ items: [aCustomField()] }),
  createCustomField: async () => aCustomField(),
  updateCustomField: async () => aCustomField(),
  removeCustomField: async () => aCustomField({ removedAt: moment }),
  deleteGuest: async () => ({
    id: 'g1',
    platformId: 'pve-main',
    name: 'web-07',
    deletedAt: moment,
    deletedBy: 'user:default/it',
    deletedReason: 'Not ours',
  }),
  restoreGuest: async () => ({
    id: 'g1',
    platformId: 'pve-main',
    name: 'web-07',
    deletedAt: null,
    deletedBy: null,
    deletedReason: null,
  }),
  previewBulkEdit: async () => ({
    id: 'b1',
    effects: { matched: 2, willChange: 2, alreadySo: 0, refused: [] },
    samples: [],
  }),
  applyBulkEdit: async () => aBulkEdit(),
  undoBulkEdit: async () => ({
    edit: aBulkEdit({ state: 'undone', restored: 2, kept: 0 }),
    keptGuests: [],
  }),
  getBulkEdit: async () => aBulkEdit(),
  listBulkEdits: async () => ({ items: [aBulkEdit()] }),
  restoreCustomField: async () => aCustomField(),
  getImportTemplate: async () => new Response('id,name\r\n'),
  checkGuestImport: async () => aGuestImport(),
  listGuestImports: async () => ({ items: [aGuestImport()] }),
  getGuestImport: async () => aGuestImport(),
  listGuestImportRows: async () => aPage([aGuestImportRow()]),
  applyGuestImport: async () => ({
    import: aGuestImport({ editId: 'b1' }),
    edit: aBulkEdit(),
  }),
};
