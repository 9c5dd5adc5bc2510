/** `npm start` as a person meets it: started, disturbed, ended. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { isAlive } from '../../scripts/bootstrap/processIdentity.mjs';
import { projectRoot } from '../../scripts/bootstrap/paths.mjs';
import { freePort } from '../../scripts/parts/ports/ports.ts';
import { signIn } from '../harness/signIn.ts';

const READY_MS = 180_000;

let data: string;
let settings: Record<string, string>;
const running = new Set<Start>();

before(async () => {
  data = fs.mkdtempSync(path.join(os.tmpdir(), 'flyloft-start-'));
  fs.chmodSync(data, 0o755);
  settings = {
    FLYLOFT_DATA: data,
    PORT: String(await freePort()),
    FLYLOFT_POSTGRES_PORT: String(await freePort()),
    // A hundred ports from here on; below those that the system hands out.
    LAB_PORT_BASE: String(20_000 + 100 * (process.pid % 100)),
  };
});
afterEach(async () => {
  await Promise.all([...running].map(start => start.end()));
});
after(() => fs.rmSync(data, { recursive: true, force: true }));

interface Part {
  name: string;
  pid: number;
  startTime: string;
}

/** One `npm start` and what it says. */
class Start {
  said = '';
  readonly process: ChildProcess;
  readonly exited: Promise<unknown[]>;

  constructor(change: Record<string, string> = {}) {
    const { FLYLOFT_URL: _, DATABASE_URL: __, ...inherited } = process.env;
    this.process = spawn(process.execPath, ['scripts/start.mjs'], {
      cwd: projectRoot,
      env: { ...inherited, ...settings, ...change },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.exited = once(this.process, 'exit').finally(() =>
      running.delete(this),
    );
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.setEncoding('utf8').on('data', text => {
        this.said += text;
        this.process.emit('said');
      });
    }
    running.add(this);
  }

  async says(pattern: RegExp): Promise<RegExpExecArray> {
    const signal = AbortSignal.timeout(READY_MS);
    for (;;) {
      const found = pattern.exec(this.said);
      if (found) return found;
      const ended = await Promise.race([
        once(this.process, 'said', { signal }).then(() => false),
        this.exited.then(() => true),
      ]);
      if (ended && !pattern.test(this.said)) {
        assert.fail(`It ended without saying ${pattern}:\n${this.said}`);
      }
    }
  }

  async end(): Promise<void> {
    if (!running.has(this)) return;
    this.process.kill('SIGTERM');
    await this.exited;
  }
}

function parts(): Part[] {
  return JSON.parse(fs.readFileSync(path.join(data, 'parts.json'), 'utf8'));
}

function part(name: string): Part {
  const found = parts().find(candidate => candidate.name === name);
  assert.ok(found, `${name} is not running`);
  return found;
}

const url = () => `http://localhost:${settings.PORT}`;

test('it starts, lets people sign in, refuses a second start, and ends without a trace', async () => {
  const first = new Start();
  const [, password = ''] = await first.says(/password: (\S+)/);
  const session = await signIn(url(), 'it', password);
  assert.ok(session.token);

  const second = new Start();
  const [code] = await second.exited;
  assert.equal(code, 1);
  assert.match(second.said, new RegExp(`runs already at ${url()}`));

  const started = parts();
  first.process.kill('SIGTERM');
  assert.deepEqual(await first.exited, [0, null]);
  assert.match(first.said, /Ending: The portal[^]*The lab[^]*PostgreSQL/);
  assert.deepEqual(started.filter(isAlive), []);
  assert.equal(fs.existsSync(path.join(data, 'lock.json')), false);
});

test('when a part dies, its log is shown and everything ends with a failure', async () => {
  const start = new Start();
  await start.says(/is ready/);
  const started = parts();
  process.kill(part('The lab').pid, 'SIGKILL');
  assert.deepEqual(await start.exited, [1, null]);
  assert.match(start.said, /The lab ended \(killed by SIGKILL\)\./);
  assert.match(start.said, /lab\.log:\n/);
  assert.deepEqual(started.filter(isAlive), []);
});

test('after everything was killed a start cleans up and finds its data', async () => {
  const start = new Start();
  const [, password = ''] = await start.says(/password: (\S+)/);
  const left = parts();
  // The first stage and the second, as the machine's memory killer would.
  for (const pid of [...childrenOf(start.process.pid), start.process.pid]) {
    process.kill(Number(pid), 'SIGKILL');
  }
  await start.exited;
  assert.equal(left.filter(isAlive).length, left.length);

  const again = new Start();
  await again.says(/Left running by an earlier start, ended: .*PostgreSQL/);
  const [, same] = await again.says(/password: (\S+)/);
  assert.equal(same, password);
  assert.deepEqual(left.filter(isAlive), []);
});

function childrenOf(pid: number | undefined): string[] {
  const list = `/proc/${pid}/task/${pid}/children`;
  return fs.readFileSync(list, 'utf8').trim().split(' ').filter(Boolean);
}

test('ended in the middle of its start, it leaves nothing running', async () => {
  const start = new Start();
  await start.says(/Lab: ready/);
  const started = parts();
  start.process.kill('SIGINT');
  assert.deepEqual(await start.exited, [0, null]);
  assert.doesNotMatch(start.said, /failed/);
  assert.deepEqual(started.filter(isAlive), []);
});

test('a port in use is told before anything is started', async () => {
  const taken = await freePort();
  const server = (await import('node:net')).createServer();
  server.listen(taken, '127.0.0.1');
  await once(server, 'listening');
  const start = new Start({ PORT: String(taken) });
  assert.deepEqual(await start.exited, [1, null]);
  assert.match(
    start.said,
    new RegExp(
      `Port ${taken} for the portal is in use by process ${process.pid}`,
    ),
  );
  assert.match(start.said, /PORT=\d+ npm start/);
  server.close();
});

test('a wrong setting is told before anything is started', async () => {
  const start = new Start({ FLYLOFT_URL: 'flyloft.example' });
  assert.deepEqual(await start.exited, [1, null]);
  assert.match(start.said, /FLYLOFT_URL/);
});
