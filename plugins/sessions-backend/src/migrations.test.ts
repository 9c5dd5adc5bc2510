import { resolve } from 'node:path';
import {
  createTestDatabase,
  sqlReport,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';

jest.setTimeout(240_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({
    schema: 'sessions',
    migrations: resolve(__dirname, '../migrations'),
  });
});
afterAll(() => database?.drop());

it('report.sql.md shows the tables as the migrations make them', async () => {
  const { committed, current } = await sqlReport(
    database.knex,
    'sessions',
    resolve(__dirname, '../report.sql.md'),
  );
  expect(committed).toBe(current);
});
