import assert from 'node:assert/strict';
import net from 'node:net';
import { once } from 'node:events';
import { test } from 'node:test';
import { freePort, requireFreePort } from './ports.ts';

const wanted = (port: number) => ({
  port,
  host: '127.0.0.1',
  purpose: 'the portal',
  advice: 'For example: PORT=7107 npm start',
});

test('a port in use is refused with who has it and how to choose another', async () => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  await assert.rejects(requireFreePort(wanted(port)), {
    message: new RegExp(
      `Port ${port} for the portal is in use by process ${process.pid} `,
    ),
    advice: /PORT=7107 npm start/,
  });
  server.close();
});

test('an address of another machine is refused', async () => {
  await assert.rejects(
    requireFreePort({ ...wanted(7007), host: '192.0.2.1' }),
    { message: /192\.0\.2\.1 is not an address of this machine/ },
  );
});

test('a free port passes', async () => {
  await requireFreePort(wanted(await freePort()));
});
