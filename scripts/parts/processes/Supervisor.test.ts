import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../../bootstrap/processIdentity.mjs';
import { launch, type Child } from './child.ts';
import { endLeftParts, Supervisor } from './Supervisor.ts';
import { waitUntilReady } from './waitUntilReady.ts';

let directory: string;
let children: Child[];
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'supervisor-'));
  children = [];
});
afterEach(async () => {
  await Promise.all(children.map(child => child.stop()));
  fs.rmSync(directory, { recursive: true });
});

async function part(name: string, script: string, graceSeconds = 5) {
  const child = await launch({
    name,
    command: process.execPath,
    args: ['--eval', script],
    logFile: path.join(directory, `${name}.log`),
    graceSeconds,
  });
  children.push(child);
  return child;
}

const LASTING = 'setInterval(() => {}, 1000)';
const saysReady = (child: Child) => async () =>
  fs.readFileSync(child.logFile, 'utf8').includes('ready');

test('parts end in reverse order', async () => {
  const supervisor = new Supervisor();
  const order: string[] = [];
  for (const name of ['first', 'second', 'third']) {
    supervisor.add(await part(name, LASTING));
  }
  for (const child of children) {
    child.exited.then(() => order.push(child.name));
  }
  await supervisor.stop();
  assert.deepEqual(order, ['third', 'second', 'first']);
});

test('a part that dies is told with the last lines of its log', async () => {
  const supervisor = new Supervisor();
  supervisor.add(
    await part('dying', 'console.log("the last words"); process.exit(3)'),
  );
  const problem = await supervisor.failed;
  assert.match(problem.message, /dying ended \(exit code 3\)/);
  assert.match(problem.advice, /the last words/);
  await supervisor.stop();
});

test('a part that ignores the polite signal is killed after its grace', async () => {
  const child = await part(
    'stubborn',
    `process.on('SIGTERM', () => {}); ${LASTING}; console.log('ready')`,
    0.3,
  );
  await waitUntilReady(child, saysReady(child), 10);
  await child.stop();
  assert.equal(await child.exited, 'killed by SIGKILL');
});

test('what a part started ends with it', async () => {
  const child = await part(
    'parent',
    `const { spawn } = require('node:child_process');
     const grandchild = spawn(process.execPath, ['--eval', ${JSON.stringify(LASTING)}], { stdio: 'ignore' });
     console.log('ready', grandchild.pid); ${LASTING}`,
  );
  await waitUntilReady(child, saysReady(child), 10);
  const pid = Number(
    /ready (\d+)/.exec(fs.readFileSync(child.logFile, 'utf8'))?.[1],
  );
  await child.stop();
  const deadline = Date.now() + 5000;
  while (fs.existsSync(`/proc/${pid}`) && !isZombie(pid)) {
    assert.ok(Date.now() < deadline, 'the grandchild outlived its parent');
    await delay(20);
  }
});

function isZombie(pid: number) {
  return / Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

test('a part launched while everything ends is ended too', async () => {
  const supervisor = new Supervisor();
  await supervisor.stop();
  const late = await part('late', LASTING);
  supervisor.add(late);
  assert.equal(await late.exited, 'killed by SIGTERM');
});

test('waiting for a part gives up when it ends, and when time is over', async () => {
  const gone = await part('gone', 'process.exit(4)');
  await assert.rejects(
    waitUntilReady(gone, async () => false, 10),
    {
      message: /exit code 4/,
    },
  );
  const silent = await part('silent', LASTING);
  await assert.rejects(
    waitUntilReady(silent, async () => false, 0.2),
    {
      message: /silent was not ready in time/,
    },
  );
});

test('parts of a killed supervisor are found and ended, strangers are not', async () => {
  const record = path.join(directory, 'parts.json');
  new Supervisor(record).add(await part('orphan', LASTING));
  const stranger = await part('stranger', LASTING);
  const parts = JSON.parse(fs.readFileSync(record, 'utf8'));
  parts.push({ name: 'recycled', pid: stranger.pid, startTime: 'long ago' });
  fs.writeFileSync(record, JSON.stringify(parts));

  assert.deepEqual(await endLeftParts(record), ['orphan']);
  assert.equal(await children[0]?.exited, 'killed by SIGKILL');
  assert.equal(isAlive(stranger), true);
  assert.equal(fs.existsSync(record), false);
});

test('a record cut short by a crash ends nothing', async () => {
  const record = path.join(directory, 'parts.json');
  fs.writeFileSync(record, '[{"name":"x","pi');
  assert.deepEqual(await endLeftParts(record), []);
});

test('a program that does not exist is a problem, not a crash', async () => {
  await assert.rejects(
    launch({
      name: 'Nothing',
      command: '/nonexistent/program',
      args: [],
      logFile: path.join(directory, 'nothing.log'),
    }),
    { name: 'Problem', message: /Nothing could not be started/ },
  );
});
