import { randomUUID } from 'node:crypto';
import {
  createTestDatabase,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';
import { sessionMigrations } from '../createSessions';
import { SignedInPeopleStore } from './SignedInPeopleStore';

jest.setTimeout(240_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({
    schema: 'sessions',
    migrations: sessionMigrations(),
  });
});
afterAll(() => database?.drop());

const session = (user: string, seen: string, part: object = {}) => ({
  id: randomUUID(),
  user_ref: `user:default/${user}`,
  last_seen_at: seen,
  multi_factor: false,
  ...part,
});

it('tells when people were seen last, how, and who signed in at all', async () => {
  await database.knex('sessions').insert([
    session('ida', '2026-11-20T10:00:00Z'),
    session('ida', '2026-11-21T10:00:00Z', { multi_factor: true }),
    session('ida', '2026-11-19T10:00:00Z', {
      ended_at: '2026-11-19T11:00:00Z',
      end_kind: 'signed-out',
    }),
    session('enid', '2026-11-18T10:00:00Z'),
    session('zoe', '2026-11-18T10:00:00Z'),
  ]);
  const people = new SignedInPeopleStore(database.knex);
  const seen = await people.lastSeenOf([
    'user:default/ida',
    'user:default/nobody',
  ]);
  expect([...seen]).toEqual([
    [
      'user:default/ida',
      {
        lastSeenAt: new Date('2026-11-21T10:00:00Z'),
        multiFactor: true,
        openSessions: 2,
      },
    ],
  ]);
  expect(await people.refsAfter('', 2)).toEqual([
    'user:default/enid',
    'user:default/ida',
  ]);
  expect(await people.refsAfter('user:default/ida', 2)).toEqual([
    'user:default/zoe',
  ]);
});
