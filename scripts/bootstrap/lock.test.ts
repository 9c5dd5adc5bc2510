import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { readLock, takeLock, withLock } from './lock.mjs';
import { Problem } from './problem.mjs';
import { ownIdentity } from './processIdentity.mjs';

let directory: string;
let file: string;

beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'lock-'));
  file = path.join(directory, 'lock.json');
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

function writeHolder(holder: object) {
  fs.writeFileSync(file, JSON.stringify(holder));
}

test('a second holder is refused, and told who holds it and how to end it', () => {
  takeLock(file, { what: 'Flyloft', url: 'http://localhost:7007' });
  assert.throws(
    () => takeLock(file, { what: 'Flyloft' }),
    (error: Problem) =>
      error instanceof Problem &&
      error.message.includes('runs already at http://localhost:7007') &&
      error.advice.includes(`kill ${process.pid}`),
  );
});

test('a lock whose process is gone is stale and gives way', () => {
  writeHolder({ pid: 2 ** 22 + 1, startTime: 'long ago', what: 'Flyloft' });
  takeLock(file, { what: 'Flyloft' });
  assert.equal(readLock(file)?.pid, process.pid);
});

test('a lock whose pid belongs to another process by now is stale', () => {
  writeHolder({ ...ownIdentity(), startTime: 'before the reboot' });
  takeLock(file, { what: 'Flyloft' });
  assert.equal(readLock(file)?.startTime, ownIdentity().startTime);
});

test('a lock cut short by a full disk is held by nobody', () => {
  fs.writeFileSync(file, '{"pid": 12');
  takeLock(file, { what: 'Flyloft' });
  assert.equal(readLock(file)?.pid, process.pid);
});

test('releasing frees it for the next, and leaves no draft behind', () => {
  takeLock(file, { what: 'Flyloft' }).release();
  assert.deepEqual(fs.readdirSync(directory), []);
  takeLock(file, { what: 'Flyloft' });
});

test('a release does not take away the lock of somebody else', () => {
  const lock = takeLock(file, { what: 'Flyloft' });
  writeHolder({ pid: 1, startTime: 'x', what: 'Flyloft' });
  lock.release();
  assert.equal(readLock(file)?.pid, 1);
});

test('what only one may do at a time is done one after the other', async () => {
  const events: string[] = [];
  const turn = (name: string) =>
    withLock(
      file,
      'The installation',
      async () => {
        events.push(`+${name}`);
        await new Promise(setImmediate);
        events.push(`-${name}`);
      },
      () => events.push(`${name} waits`),
    );
  await Promise.all([turn('first'), turn('second')]);
  assert.deepEqual(
    events.filter((event, at) => events.indexOf(event) === at),
    ['second waits', '+first', '-first', '+second', '-second'],
  );
});

test('the turn passes on when the work fails', async () => {
  await assert.rejects(
    withLock(file, 'The installation', async () => {
      throw new Error('no network');
    }),
    /no network/,
  );
  assert.equal(readLock(file), undefined);
});
