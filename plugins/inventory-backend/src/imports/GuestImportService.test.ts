import {
  guestImportApplicationSchema,
  listQuerySchema,
} from '@flyloft/plugin-inventory-common';
import { BulkEditService } from '../bulkEdits/BulkEditService';
import { BulkEditStore } from '../bulkEdits/BulkEditStore';
import { csvColumns } from '../csv/csvColumns';
import { CustomFieldStore } from '../customFields/CustomFieldStore';
import { csvFile } from '@flyloft/backend-kit';
import { FreshnessStore } from '../freshness/FreshnessStore';
import { GuestListStore } from '../guests/GuestListStore';
import { GuestManualStore } from '../manual/GuestManualStore';
import type { ManualRights } from '../manual/ManualService';
import { PersonStore } from '../people/PersonStore';
import { everything } from '../scope/scope';
import { aCluster, aGuest, aHost } from '../testing/observations';
import { SyncBench } from '../testing/SyncBench';
import { GuestImportService } from './GuestImportService';
import { GuestImportStore, ImportMoved } from './GuestImportStore';

jest.setTimeout(120_000);

const all: ManualRights = {
  sees: everything,
  annotates: everything,
  overrides: true,
};
const anna = 'user:default/anna';
const web = 'group:default/web';

let bench: SyncBench;
let imports: GuestImportService;
let bulk: BulkEditService;
let store: GuestImportStore;
let fields: CustomFieldStore;

beforeEach(async () => {
  bench = await SyncBench.create({
    owners: [{ platformId: null, pool: 'web', tag: null, ownerRef: web }],
  });
  store = new GuestImportStore(bench.db);
  fields = new CustomFieldStore(bench.db);
  imports = new GuestImportService({ db: bench.db, store, fields });
  bulk = new BulkEditService({
    store: new BulkEditStore(bench.db),
    guests: new GuestListStore(bench.db, new FreshnessStore(bench.db)),
    manual: new GuestManualStore(bench.db),
    fields,
  });
  await bench.sync(world());
});
afterEach(async () => bench.drop());

const world = () => [
  aCluster(),
  aHost(),
  ...Array.from({ length: 4 }, (_none, index) =>
    aGuest({
      externalId: String(100 + index),
      facts: { pool: index < 2 ? 'web' : null, tags: ['t'] },
    }),
  ),
];

async function* bodyOf(text: string) {
  yield Buffer.from(text);
}

const check = (text: string, rights = all) =>
  imports.check({ name: 'a.csv', body: bodyOf(text) }, anna, rights);

const apply = (id: string, application = {}, rights = all) =>
  imports.apply(
    id,
    guestImportApplicationSchema.parse(application),
    anna,
    rights,
  );

const rowsOf = async (id: string, query = {}) =>
  (await imports.rows(id, anna, listQuerySchema.parse(query))).items;

const column = (name: string) =>
  bench.db('guests').orderBy('external_id').pluck(name);

async function aField() {
  await fields.create(
    {
      key: 'cost',
      type: 'number',
      label: 'Cost',
      required: false,
      choices: [],
      appliesTo: { types: [], platformIds: [] },
    },
    anna,
  );
}

describe('a file', () => {
  it('is looked at row by row, and writes nothing', async () => {
    const { id } = await bench.guest('100');
    const found = await check(
      [
        'id,platformId,externalId,name,project,tags+',
        `${id},,,,Portal,a`,
        ',fake,101,,Portal,',
        ',,,vm-102,,',
        ',,,vm-999,Portal,',
        `,,,vm-100,Other,`,
        ',,,,Portal,',
      ].join('\n'),
    );
    expect(found.totals).toEqual({ rows: 6, change: 2, same: 1, error: 3 });
    const rows = await rowsOf(found.id);
    expect(rows.map(({ line, name, state }) => [line, name, state])).toEqual([
      [2, 'vm-100', 'change'],
      [3, 'vm-101', 'change'],
      [4, 'vm-102', 'same'],
      [5, 'vm-999', 'error'],
      [6, 'vm-100', 'error'],
      [7, '', 'error'],
    ]);
    expect(rows[0]!.fields).toEqual([
      { field: 'project', from: null, to: 'Portal' },
      { field: 'tags', from: [], to: ['a'] },
    ]);
    expect(rows.slice(3).map(({ errors }) => errors[0])).toEqual([
      expect.stringMatching(/no guest 'vm-999'/),
      'Line 2 is about this guest already',
      expect.stringMatching(/fill id/),
    ]);
    const errors = await imports.rows(
      found.id,
      anna,
      listQuerySchema.parse({ filter: 'state:eq:error', limit: 2 }),
    );
    expect(errors).toMatchObject({ total: 3, nextCursor: expect.any(String) });
    expect(await column('project')).toEqual([null, null, null, null]);
  });

  it('is applied once, as one edit that is undone like any', async () => {
    await aField();
    const found = await check(
      'name;project;stage;tags;notes;custom.cost;technicalOwner\nvm-100;Portal;test;x;n;4;group:default/db\nvm-101;Other;;;;;\n',
    );
    const done = await apply(found.id, { reason: 'spreadsheet' });
    expect(done.edit).toMatchObject({
      state: 'applied',
      effects: { willChange: 2 },
      selection: { fileName: 'a.csv' },
    });
    expect(await apply(found.id)).toEqual(done);
    expect(await column('project')).toEqual(['Portal', 'Other', null, null]);
    expect(await bench.guest('100')).toMatchObject({
      stage: 'test',
      tags: ['t', 'x'],
      notes: 'n',
      custom_fields: { cost: 4 },
      owner_ref: 'group:default/db',
    });
    expect(await bench.guest('101')).toMatchObject({
      stage: null,
      manual_tags: null,
      custom_fields: null,
      owner_ref: web,
    });
    const by = { actor: anna, reason: null };
    await expect(
      bulk.undo(done.edit.id, by, { ...all, overrides: false }),
    ).rejects.toThrow(/technicalOwner|project/);
    const { edit } = await bulk.undo(done.edit.id, by, all);
    expect(edit).toMatchObject({ state: 'undone', restored: 2 });
    expect(await column('project')).toEqual([null, null, null, null]);
    expect(await bench.guest('100')).toMatchObject({
      tags: ['t'],
      custom_fields: null,
      owner_ref: web,
    });
  });

  it('with errors is applied only where they are to be left out', async () => {
    const found = await check('name,stage\nvm-100,test\nvm-101,prod\n');
    await expect(apply(found.id)).rejects.toThrow(/1 rows have errors/);
    expect(await column('stage')).toEqual([null, null, null, null]);
    await apply(found.id, { leaveOutErrors: true });
    expect(await column('stage')).toEqual(['test', null, null, null]);
  });

  it('is refused where guests changed since, with what differs', async () => {
    const found = await check(
      'name,project,tags\nvm-100,A,x\nvm-101,A,x\nvm-102,A,x\n',
    );
    const other = await check('name,project\nvm-101,B\n');
    await apply(other.id);
    const own = { kind: 'owners' as const, owners: [web] };
    const refused = await apply(found.id, {}, { ...all, annotates: own }).catch(
      error => error,
    );
    expect(refused).toBeInstanceOf(ImportMoved);
    expect(refused.difference).toEqual({
      count: 2,
      rows: [
        {
          line: 3,
          name: 'vm-101',
          field: 'project',
          previewed: null,
          now: 'B',
        },
        { line: 4, name: 'vm-102', field: null, previewed: null, now: null },
      ],
    });
    expect(await column('project')).toEqual([null, 'B', null, null]);
  });

  it('obeys what the caller sees and may edit', async () => {
    const own = { kind: 'owners' as const, owners: [web] };
    const found = await check(
      'name,notes,project\nvm-100,n,\nvm-102,n,\nvm-101,,P\n',
      { sees: own, annotates: own, overrides: false },
    );
    const errors = (await rowsOf(found.id)).map(row => row.errors);
    expect(errors).toEqual([
      [],
      [expect.stringMatching(/no guest 'vm-102', or you may not see it/)],
      [expect.stringMatching(/^project: you may not edit it/)],
    ]);
    const foreign = await check('name,notes\nvm-102,n\n', {
      ...all,
      annotates: own,
    });
    expect((await rowsOf(foreign.id))[0]!.errors).toEqual([
      'You may not edit this guest',
    ]);
    await expect(imports.get(found.id, 'user:default/bob')).rejects.toThrow(
      /no import/,
    );
  });

  it('names external people by e-mail address or name', async () => {
    const people = new PersonStore(bench.db);
    const one = await people.create(
      { name: 'Zoe', email: 'zoe@example.org' },
      anna,
    );
    await people.create({ name: 'Zoe' }, anna);
    const found = await check(
      'name,businessOwner\nvm-100,ZOE@example.org\nvm-101,Zoe\n',
    );
    const rows = await rowsOf(found.id);
    expect(rows[0]!.fields[0]!.to).toBe(one.ref);
    expect(rows[1]!.errors[0]).toMatch(/2 external people called 'Zoe'/);
  });

  it('is forgotten after a while, and what it did stays', async () => {
    const found = await check('name,project\nvm-100,A\n');
    const { edit } = await apply(found.id);
    await store.forget(48);
    expect(await imports.get(found.id, anna)).toBeTruthy();
    await bench.db('guest_imports').update({ created_at: new Date(0) });
    await store.forget(48);
    await expect(imports.get(found.id, anna)).rejects.toThrow(/48 hours/);
    await bulk.undo(edit.id, { actor: anna, reason: null }, all);
    expect(await column('project')).toEqual([null, null, null, null]);
  });
});

it('an export of the list, imported again, changes nothing', async () => {
  await aField();
  const first = await check(
    'name,project,stage,tags+,custom.cost,technicalOwner\nvm-100,=1+1,test,-x,-4,group:default/db\nvm-101,(none) ,,,0.5,\n',
  );
  await apply(first.id);
  const guests = new GuestListStore(bench.db, new FreshnessStore(bench.db));
  const columns = csvColumns<object>(
    [
      'id',
      'name',
      'memoryBytes',
      'project',
      'stage',
      'tags',
      'technicalOwner',
      'custom.cost',
    ],
    undefined,
  );
  const rows = guests.stream(listQuerySchema.parse({}), everything);
  let text = '';
  for await (const piece of csvFile('g.csv', columns, rows).pieces)
    text += piece;
  expect(text).toContain("'=1+1");
  const again = await check(text);
  expect(again.totals).toEqual({ rows: 4, change: 0, same: 4, error: 0 });
  expect(again.ignoredColumns).toEqual(['memoryBytes']);
  await expect(apply(again.id)).rejects.toThrow(/No row changes/);
});
