import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Interceptor } from '../proxmox/http/index.ts';
import { startPlatformServer, type WireReply } from './PlatformServer.ts';

const servers: { close(): Promise<void> }[] = [];
after(() => Promise.all(servers.map(server => server.close())));

async function serverThat(handle: () => WireReply, interceptor?: Interceptor) {
  const server = await startPlatformServer({ port: 0, interceptor, handle });
  servers.push(server);
  return { server, url: `http://127.0.0.1:${server.port}/things` };
}

const json = { 'content-type': 'application/json' };

test('an answer goes out as it was given', async () => {
  const { url } = await serverThat(() => ({
    status: 201,
    headers: json,
    body: '{"a":1}',
  }));
  const response = await fetch(url, { method: 'POST', body: 'x' });
  assert.equal(response.status, 201);
  assert.deepEqual(await response.json(), { a: 1 });
});

test('a fault in front of the API takes its place', async () => {
  const { url } = await serverThat(() => assert.fail('asked'), {
    beforeHandling: () => ({
      status: 503,
      reason: 'Service Unavailable',
      body: 'later',
    }),
  });
  assert.equal((await fetch(url)).status, 503);
});

test('a body cut short breaks the connection after its share', async () => {
  const { url } = await serverThat(
    () => ({ status: 200, headers: json, body: 'x'.repeat(1000) }),
    {
      beforeSending: () => ({ cut: 'in-body', share: 0.5 }),
    },
  );
  const response = await fetch(url);
  assert.equal(response.headers.get('content-length'), '1000');
  await assert.rejects(response.text());
});

test('a stream arrives as it comes, and a dropped one ends in an error', async () => {
  async function* forever() {
    yield 'first\n';
    await delay(60_000, undefined, { ref: false });
  }
  const { server, url } = await serverThat(() => ({
    status: 200,
    headers: json,
    body: forever(),
  }));
  const reader = (await fetch(url)).body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  assert.equal(Buffer.from(value ?? []).toString(), 'first\n');
  server.dropStreams();
  await assert.rejects(async () => reader?.read());
});
