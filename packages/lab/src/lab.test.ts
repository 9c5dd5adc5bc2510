import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { TestLab } from './__fixtures__/TestLab.ts';
import { startLab } from './lab.ts';

test('a hundred thousand guests are there, and listed', async () => {
  const lab = await TestLab.start({ guests: 100_000 });
  try {
    const west: { vmid: number; node: string }[] = await lab.get(
      '/cluster/resources?type=vm',
    );
    const east: unknown[] = await lab.get('/cluster/resources?type=vm', {
      cluster: 'pve-east',
    });
    assert.equal(west.length + east.length, 100_000);
    assert.equal(lab.cluster().endpoints.length, 3);
    const last = west.at(-1);
    assert.ok(last);
    const kind = (
      await lab.call(`/nodes/${last.node}/qemu/${last.vmid}/config`)
    ).status;
    const other = (
      await lab.call(`/nodes/${last.node}/lxc/${last.vmid}/config`)
    ).status;
    assert.deepEqual([kind, other].sort(), [200, 500]);
  } finally {
    await lab.close();
  }
});

test('secrets and certificates outlive a restart, and a given password wins', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'flyloft-lab-'));
  try {
    const describe = async (password?: string) => {
      const lab = await startLab({ directory, password });
      const { description } = lab;
      const file = await stat(join(directory, 'lab.json'));
      assert.equal(file.mode & 0o077, 0, 'only its owner reads lab.json');
      await lab.close();
      return description;
    };
    const first = await describe();
    const second = await describe();
    const kept = (description: typeof first) =>
      description.clusters.map(
        ({ caPem, fingerprints, tokenSecret, adminPassword }) => ({
          caPem,
          fingerprints,
          tokenSecret,
          adminPassword,
        }),
      );
    assert.deepEqual(kept(second), kept(first));
    assert.equal(second.identity?.clientSecret, first.identity?.clientSecret);
    assert.equal(
      (await describe('chosen-by-somebody')).identity?.password,
      'chosen-by-somebody',
    );
    await assert.rejects(readFile(join(directory, 'lab.json')), {
      code: 'ENOENT',
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

function runMain(env: Record<string, string>) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'main.ts')],
    {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  child.stdout.on('data', chunk => (output += chunk));
  child.stderr.on('data', chunk => (output += chunk));
  return {
    child,
    output: () => output,
    exit: once(child, 'exit') as Promise<[number | null]>,
  };
}

test('a port in use is named, with what to do', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'flyloft-lab-'));
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const { port } = squatter.address() as AddressInfo;
  try {
    const { exit, output } = runMain({
      LAB_DIR: directory,
      LAB_PORT_BASE: String(port - 6),
    });
    const [code] = await exit;
    assert.equal(code, 1);
    assert.match(output(), new RegExp(`Port ${port} is in use.*LAB_PORT_BASE`));
  } finally {
    squatter.close();
    await rm(directory, { recursive: true, force: true });
  }
});

test('it says where it is, and ends cleanly when it is told to', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'flyloft-lab-'));
  try {
    const { child, exit, output } = runMain({
      LAB_DIR: directory,
      LAB_PORT_BASE: '0',
    });
    while (!output().includes('Control:')) await once(child.stdout, 'data');
    const described = JSON.parse(
      await readFile(join(directory, 'lab.json'), 'utf8'),
    );
    assert.equal(described.pid, child.pid);
    child.kill('SIGTERM');
    const [code] = await exit;
    assert.equal(code, 0);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
