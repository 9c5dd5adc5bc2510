import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import {
  createTestDatabase,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';
import { everything } from '../scope/scope';
import { HistoryStore, type HistoryScope } from './HistoryStore';

jest.setTimeout(60_000);

let database: TestDatabase;
let store: HistoryStore;
const web = randomUUID();
const db = randomUUID();
const host = randomUUID();

beforeAll(async () => {
  database = await createTestDatabase({
    schema: 'inventory',
    migrations: resolve(__dirname, '../../migrations'),
  });
  store = new HistoryStore(database.knex);
  await batch(1, '2026-03-01T10:00:00Z', [
    { kind: 'host', id: host, name: 'pve1', operation: 'created' },
    { kind: 'guest', id: web, name: 'web', operation: 'created', owner: 'a' },
    { kind: 'guest', id: db, name: 'db', operation: 'created', owner: 'b' },
  ]);
  await batch(4, '2026-03-01T11:00:00Z', [
    {
      kind: 'guest',
      id: web,
      name: 'web',
      operation: 'changed',
      owner: 'a',
      fields: {
        powerState: ['running', 'stopped'],
        'nics.net0.vlanTag': [1, 2],
      },
    },
  ]);
  // A transaction that has not published: nobody may see it.
  await batch(null, '2026-03-01T12:00:00Z', [
    { kind: 'guest', id: db, name: 'db', operation: 'deleted', owner: 'b' },
  ]);
});

afterAll(() => database?.drop());

interface Noted {
  kind: string;
  id: string;
  name: string;
  operation: string;
  owner?: string;
  fields?: Record<string, [unknown, unknown]>;
}

async function batch(first: number | null, at: string, noted: Noted[]) {
  const [{ id }] = await database
    .knex('change_batches')
    .insert({ size: noted.length, first_sequence: first, at })
    .returning('id');
  for (const [position, change] of noted.entries()) {
    await database.knex('changes').insert({
      batch_id: id,
      position,
      platform_id: 'pve-west',
      kind: change.kind,
      object_id: change.id,
      name: change.name,
      operation: change.operation,
      owner_ref: change.owner ?? null,
    });
    for (const [field, [from, to]] of Object.entries(change.fields ?? {})) {
      await database.knex('change_fields').insert({
        batch_id: id,
        position,
        field,
        from_value: JSON.stringify(from),
        to_value: JSON.stringify(to),
      });
    }
  }
}

const all: HistoryScope = { guests: everything, infrastructure: true };
const ofA: HistoryScope = {
  guests: { kind: 'owners', owners: ['a'] },
  infrastructure: false,
};

describe('the change feed', () => {
  it('gives what came after a number, oldest first', async () => {
    const changes = await store.after({ after: '2' }, all);
    expect(changes.map(change => change.sequence)).toEqual(['3', '4']);
  });

  it('ends: after the last number nothing comes again', async () => {
    expect(await store.after({ after: '4' }, all)).toEqual([]);
  });

  it('pages without a gap', async () => {
    const seen: string[] = [];
    let after = '0';
    for (;;) {
      const page = await store.after({ after, limit: 1 }, all);
      if (page.length === 0) break;
      seen.push(...page.map(change => change.sequence));
      after = page.at(-1)!.sequence;
    }
    expect(seen).toEqual(['1', '2', '3', '4']);
  });

  it("leaves out others' guests and, without the right, the hosts", async () => {
    const changes = await store.after({ after: '0' }, ofA);
    expect(changes.map(change => change.sequence)).toEqual(['2', '4']);
    expect(await store.after({ after: '4' }, ofA)).toEqual([]);
  });

  it('carries each changed field with both its values', async () => {
    const [change] = await store.after({ after: '3' }, all);
    expect(change?.fields).toEqual([
      { field: 'nics.net0.vlanTag', from: 1, to: 2 },
      { field: 'powerState', from: 'running', to: 'stopped' },
    ]);
  });
});

describe('the history for people', () => {
  it.each<[string[], string[]]>([
    [[], ['4', '3', '2', '1']],
    [['type:eq:power'], ['4']],
    [['type:in:cpu,network'], ['4']],
    [['type:eq:life-cycle'], ['3', '2', '1']],
    [['type:eq:other'], []],
    [['field:eq:nics'], ['4']],
    [['kind:in:host'], ['1']],
    [['name:contains:w'], ['4', '2']],
    [['at:gte:2026-03-01T10:30:00Z'], ['4']],
  ])('%p', async (filter, sequences) => {
    const page = await store.list({ filter }, all);
    expect(page.items.map(change => change.sequence)).toEqual(sequences);
    expect(page.total).toBe(sequences.length);
  });

  it('of one guest is only its own', async () => {
    const page = await store.list({}, all, web);
    expect(page.items.map(change => change.sequence)).toEqual(['4', '2']);
  });

  it('counts only what the caller may see', async () => {
    expect((await store.list({}, ofA)).total).toBe(2);
  });
});
