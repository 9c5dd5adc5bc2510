import { resolve } from 'node:path';
import { ConfigReader } from '@backstage/config';
import {
  createTestDatabase,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';
import { SettingStore } from './SettingStore';
import { SiteSettings } from './SiteSettings';

jest.setTimeout(240_000);

let database: TestDatabase;
let store: SettingStore;
beforeAll(async () => {
  database = await createTestDatabase({
    schema: 'site',
    migrations: resolve(__dirname, '../../migrations'),
  });
  store = new SettingStore(database.knex);
});
beforeEach(() => database.knex('settings').delete());
afterAll(() => database?.drop());

const idle = 'flyloft.sessions.idleMinutes';
const by = 'user:default/ida';

function settings(config: object, now = () => Date.now()) {
  return new SiteSettings(
    new ConfigReader(config as never),
    () => store.list(),
    { now },
  );
}

it('takes the default, else the page, else the file, the last one winning', async () => {
  expect(await settings({}).get(idle)).toBe(60);
  expect(await store.set(idle, 30, { version: 0, by })).toBe(true);
  expect(await settings({}).get(idle)).toBe(30);
  const file = { flyloft: { sessions: { idleMinutes: 15 } } };
  expect(await settings(file).get(idle)).toBe(15);
});

it('shows a change after five seconds at the latest', async () => {
  let now = 0;
  const read = settings({}, () => now);
  expect(await read.get(idle)).toBe(60);
  await store.set(idle, 30, { version: 0, by });
  now = 5_000;
  expect(await read.get(idle)).toBe(30);
});

it('holds on to the last values while they can’t be read', async () => {
  let now = 0;
  let broken = false;
  const failures: unknown[] = [];
  const read = new SiteSettings(
    new ConfigReader({}),
    async () => {
      if (broken) throw new Error('no database');
      return store.list();
    },
    { now: () => now, onFailure: error => failures.push(error) },
  );
  await store.set(idle, 30, { version: 0, by });
  expect(await read.get(idle)).toBe(30);
  broken = true;
  now = 10_000;
  expect(await read.get(idle)).toBe(30);
  expect(failures).toHaveLength(1);
});

it('gives the default for a stored value that is no longer allowed', async () => {
  await database.knex('settings').insert({
    key: idle,
    value: JSON.stringify(1),
    changed_by: by,
  });
  expect(await settings({}).get(idle)).toBe(60);
});

it.each([
  [{ flyloft: { sessions: { idleMinutes: 0 } } }, /idleMinutes.*from 5 to/],
  [{ flyloft: { site: { name: '' } } }, /site\.name.*1 to 40/],
  [{ flyloft: { site: { name: 'two\nlines' } } }, /site\.name.*one line/],
])('refuses %j in a file, naming the key', (config, message) => {
  expect(() => settings(config)).toThrow(message);
});

it('lets one of two editors win', async () => {
  await store.set(idle, 30, { version: 0, by });
  expect(await store.set(idle, 31, { version: 0, by })).toBe(false);
  expect(await store.set(idle, 32, { version: 1, by })).toBe(true);
  expect(await store.set(idle, 33, { version: 1, by })).toBe(false);
  expect(await store.reset(idle, 1)).toBe(false);
  expect(await store.reset(idle, 2)).toBe(true);
  expect(await settings({}).get(idle)).toBe(60);
});

it('takes an empty text from a file where it may be empty', async () => {
  await store.set('flyloft.site.organization', 'Example', { version: 0, by });
  const file = { flyloft: { site: { organization: '' } } };
  expect(await settings(file).get('flyloft.site.organization')).toBe('');
  expect(await settings({}).get('flyloft.site.organization')).toBe('Example');
});
