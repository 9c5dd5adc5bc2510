import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { projectRoot } from '../../bootstrap/paths.mjs';
import { freePort } from '../ports/ports.ts';
import type { Child } from '../processes/child.ts';
import { startPostgres } from './postgres.ts';

let directory: string;
const running: Child[] = [];
before(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'postgres-'));
  fs.chmodSync(directory, 0o755);
});
after(async () => {
  await Promise.all(running.map(child => child.stop()));
  fs.rmSync(directory, { recursive: true });
});

async function start(change: { data?: string; password?: string } = {}) {
  return startPostgres({
    data: path.join(directory, 'data'),
    projectRoot,
    port: await freePort(),
    password: 'sesame',
    logFile: path.join(directory, 'postgres.log'),
    durable: false,
    supervise: child => running.push(child),
    ...change,
  });
}

async function query(url: string, text: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

test('data outlives a stop, a crash and a stale pid file', async () => {
  const first = await start();
  await query(first.url('postgres'), 'create table kept (id int)');
  await first.child.stop();

  const second = await start();
  process.kill(second.child.pid, 'SIGKILL');
  await second.child.exited;
  // The number in the file belongs to something else by now: to this test.
  const pidFile = path.join(directory, 'data', 'postmaster.pid');
  const lines = fs.readFileSync(pidFile, 'utf8').split('\n');
  fs.writeFileSync(pidFile, [process.pid, ...lines.slice(1)].join('\n'));

  const third = await start();
  assert.deepEqual(
    await query(third.url('postgres'), 'select * from kept'),
    [],
  );

  // Not stopped: an orphan of a supervisor that was killed.
  const fourth = await start();
  assert.match(await third.child.exited, /exit code 0/);
  assert.deepEqual(
    await query(fourth.url('postgres'), 'select * from kept'),
    [],
  );
  await fourth.child.stop();
});

test('secrets of another installation are told as such', async () => {
  await assert.rejects(start({ password: 'other' }), {
    message: /does not take the password in secrets\.json/,
  });
  await running.at(-1)?.stop();
});

test('a directory that is no database is left alone', async () => {
  const data = path.join(directory, 'other');
  fs.mkdirSync(data);
  fs.writeFileSync(path.join(data, 'precious'), '');
  await assert.rejects(start({ data }), {
    message: /holds something, but not a PostgreSQL database/,
  });
  assert.deepEqual(fs.readdirSync(data), ['precious']);
});

test('a database of another major version is not touched', async () => {
  const data = path.join(directory, 'old');
  fs.mkdirSync(data);
  fs.writeFileSync(path.join(data, 'PG_VERSION'), '15\n');
  await assert.rejects(start({ data }), {
    message: /made by PostgreSQL 15; this is PostgreSQL 18/,
  });
});

test('only the password opens the database', async () => {
  const { url, child } = await start();
  await assert.rejects(
    query(url('postgres').replace('sesame', 'x'), 'select 1'),
    {
      code: '28P01',
    },
  );
  await child.stop();
});
