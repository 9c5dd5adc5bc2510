import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import {
  createTestDatabase,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';
import type { HistoryScope } from '../history/HistoryStore';
import { everything } from '../scope/scope';
import { ChangeTallyStore } from './ChangeTallyStore';

jest.setTimeout(120_000);

let database: TestDatabase;
let store: ChangeTallyStore;
const all: HistoryScope = { guests: everything, infrastructure: true };

beforeEach(async () => {
  database = await createTestDatabase({
    schema: 'inventory',
    migrations: resolve(__dirname, '../../migrations'),
  });
  store = new ChangeTallyStore(database.knex);
});
afterEach(() => database?.drop());

interface Noted {
  kind?: string;
  operation?: string;
  owner?: string;
  fields?: string[];
}

/** Publishes a batch as a sync does; null leaves it unpublished. */
async function publish(at: string, noted: Noted[], published = true) {
  const db = database.knex;
  await db.transaction(async tx => {
    const { rows } = await tx.raw(
      `insert into change_batches (size, at) values (?, ?) returning id`,
      [noted.length, at],
    );
    const batch = rows[0].id;
    for (const [position, change] of noted.entries()) {
      await tx('changes').insert({
        batch_id: batch,
        position,
        platform_id: 'pve',
        kind: change.kind ?? 'guest',
        object_id: randomUUID(),
        name: 'web',
        operation: change.operation ?? 'changed',
        owner_ref: change.owner ?? null,
      });
      for (const field of change.fields ?? []) {
        await tx('change_fields').insert({ batch_id: batch, position, field });
      }
    }
    if (!published) return;
    await tx.raw(
      `with clock as (update feed_clock set last_sequence = last_sequence + ? returning last_sequence)
       update change_batches b set first_sequence = clock.last_sequence - b.size + 1 from clock where b.id = ?`,
      [noted.length, batch],
    );
  });
}

const hoursAgo = (hours: number) =>
  new Date(Date.now() - hours * 3_600_000).toISOString();

async function counts(scope = all, timeZone = 'UTC') {
  const { items } = await store.daily({ days: 3, timeZone }, scope);
  const found: Record<string, number> = {};
  for (const { type, count } of items) {
    found[type] = (found[type] ?? 0) + count;
  }
  return found;
}

describe('the changes of each day', () => {
  it('count once for each type they are of, however many fields', async () => {
    await publish(hoursAgo(1), [
      { fields: ['memoryBytes'] },
      { fields: ['memoryBytes', 'nics.net0.vlanTag', 'nics.net1.vlanTag'] },
      { fields: ['description'] },
      { operation: 'created' },
      { operation: 'deleted', fields: ['memoryBytes'] },
    ]);
    expect(await counts()).toEqual({
      memory: 2,
      network: 1,
      other: 1,
      'life-cycle': 2,
    });
  });

  it('are counted once, by whoever looks and however often', async () => {
    await publish(hoursAgo(1), [{ fields: ['name'] }]);
    await Promise.all([counts(), counts(), counts()]);
    await publish(hoursAgo(1), [{ fields: ['name'] }]);
    await publish(hoursAgo(1), [{ fields: ['name'] }], false);
    expect(await counts()).toEqual({ name: 2 });
    expect(await counts()).toEqual({ name: 2 });
  });

  it('are those that the caller may see', async () => {
    await publish(hoursAgo(1), [
      { fields: ['name'], owner: 'group:default/web' },
      { fields: ['name'], owner: 'group:default/data' },
      { fields: ['name'] },
      { kind: 'host', fields: ['name'] },
    ]);
    const web: HistoryScope = {
      guests: { kind: 'owners', owners: ['group:default/web'] },
      infrastructure: false,
    };
    expect(await counts(web)).toEqual({ name: 1 });
    expect(await counts({ ...web, infrastructure: true })).toEqual({ name: 2 });
    expect(await counts()).toEqual({ name: 4 });
  });

  it('begin at midnight of the time zone asked for', async () => {
    const now = new Date();
    const days = await store.daily({ days: 2, timeZone: 'Asia/Kolkata' }, all);
    const today = new Intl.DateTimeFormat('sv', {
      timeZone: 'Asia/Kolkata',
    }).format(now);
    expect(days).toMatchObject({ to: today, items: [] });
    // The last half hour of the day before, and the first of the day itself.
    const midnight = Date.parse(`${today}T00:00:00+05:30`);
    await publish(new Date(midnight - 1_000).toISOString(), [
      { fields: ['name'] },
    ]);
    await publish(new Date(midnight).toISOString(), [
      { fields: ['powerState'] },
    ]);
    const { items, from } = await store.daily(
      { days: 2, timeZone: 'Asia/Kolkata' },
      all,
    );
    expect(items).toEqual([
      { day: from, type: 'name', count: 1 },
      { day: today, type: 'power', count: 1 },
    ]);
  });
});
