import { csvFile } from '@flyloft/backend-kit';
import {
  customFactName,
  guestFacts,
  guestImportApplicationSchema,
  listQuerySchema,
  type CustomField,
} from '@flyloft/plugin-inventory-common';
import { csvColumns } from '../csv/csvColumns';
import { CustomFieldStore } from '../customFields/CustomFieldStore';
import { FreshnessStore } from '../freshness/FreshnessStore';
import { GuestListStore } from '../guests/GuestListStore';
import { PersonStore } from '../people/PersonStore';
import { everything } from '../scope/scope';
import { aCluster, aGuest, aHost } from '../testing/observations';
import { SyncBench } from '../testing/SyncBench';
import { GuestImportService } from './GuestImportService';
import { GuestImportStore } from './GuestImportStore';

jest.setTimeout(120_000);

const anna = 'user:default/anna';
const rights = { sees: everything, annotates: everything, overrides: true };

/** What a spreadsheet, a parser or a careless split would spoil. */
const nasty = [
  '=HYPERLINK("http://x";"y")',
  "'-1",
  '+49 30, "intern"; x',
  '  Zürich – 東京 🙂 <b>&amp;</b>',
  'Zeile 1\nZeile 2\n\n- und drei',
];

const fieldTypes: Array<[CustomField['type'], unknown]> = [
  ['text', '=cmd|x;y,"z"'],
  ['number', -0.25],
  ['boolean', false],
  ['date', '2027-01-31'],
  ['choice', 'gold; plus'],
  ['url', 'https://example.org/?a=1;b=2,3'],
  ['user', 'user:default/otto'],
];

let bench: SyncBench;
beforeEach(async () => {
  bench = await SyncBench.create();
  await bench.sync([
    aCluster(),
    aHost(),
    ...nasty.map((_text, index) =>
      aGuest({
        externalId: String(100 + index),
        facts: { tags: ['seen', 'with;semicolon'] },
      }),
    ),
  ]);
});
afterEach(async () => bench.drop());

const manual = () =>
  bench
    .db('guests')
    .select(
      'external_id',
      'technical_owner',
      'business_owner',
      'project',
      'stage',
      'notes',
      'manual_tags',
      'tags',
      'custom_fields',
    )
    .orderBy('external_id');

const service = () =>
  new GuestImportService({
    db: bench.db,
    store: new GuestImportStore(bench.db),
    fields: new CustomFieldStore(bench.db),
  });

async function applied(text: string) {
  const imports = service();
  const checked = await imports.check(
    { name: 'a.csv', body: [Buffer.from(text)] as never },
    anna,
    rights,
  );
  expect(checked.totals).toMatchObject({ change: nasty.length, error: 0 });
  await imports.apply(
    checked.id,
    guestImportApplicationSchema.parse({}),
    anna,
    rights,
  );
}

async function exported(): Promise<string> {
  const guests = new GuestListStore(bench.db, new FreshnessStore(bench.db));
  const columns = csvColumns(
    [
      'id',
      ...Object.keys(guestFacts),
      ...fieldTypes.map(([type]) => customFactName(`of_${type}`)),
    ],
    undefined,
  );
  let text = '';
  const rows = guests.stream(listQuerySchema.parse({}), everything);
  for await (const piece of csvFile('g.csv', columns, rows, {
    byteOrderMark: true,
  }).pieces) {
    text += piece;
  }
  return text;
}

it('an import of an export writes all again that people added, in whatever characters', async () => {
  const fields = new CustomFieldStore(bench.db);
  for (const [type] of fieldTypes) {
    await fields.create(
      {
        key: `of_${type}`,
        type,
        label: type,
        required: false,
        choices: type === 'choice' ? ['gold; plus'] : [],
        appliesTo: { types: [], platformIds: [] },
      },
      anna,
    );
  }
  const otto = await new PersonStore(bench.db).create(
    { name: '=Otto; "Extern"', email: 'otto@example.org' },
    anna,
  );
  const owners = ['group:default/web', otto.ref, 'user:default/anna'];
  await Promise.all(
    nasty.map((text, index) =>
      bench
        .db('guests')
        .where({ external_id: String(100 + index) })
        .update({
          technical_owner: owners[index % 3],
          business_owner: owners[(index + 1) % 3],
          project: text.replaceAll('\n', ' ').trim(),
          stage: ['production', 'test', 'development'][index % 3],
          notes: text,
          manual_tags: ['=a', 'b c', 'ä'],
          tags: ['=a', 'b c', 'seen', 'with;semicolon', 'ä'],
          observed: JSON.stringify({ tags: ['seen', 'with;semicolon'] }),
          custom_fields: JSON.stringify(
            Object.fromEntries(
              fieldTypes.map(([type, value]) => [`of_${type}`, value]),
            ),
          ),
        }),
    ),
  );
  const before = await manual();
  const file = await exported();
  await bench.db('guests').update({
    technical_owner: null,
    business_owner: null,
    project: null,
    stage: null,
    notes: null,
    manual_tags: null,
    tags: ['seen', 'with;semicolon'],
    observed: null,
    custom_fields: null,
  });
  await applied(file);
  expect(await manual()).toEqual(before);

  const again = await service().check(
    { name: 'a.csv', body: [Buffer.from(file)] as never },
    anna,
    rights,
  );
  expect(again.totals).toMatchObject({ change: 0, same: nasty.length });
});
