import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { ConfigReader } from '@backstage/config';
import { startLabProcess } from '@flyloft/backend-kit/testing';
import { z } from 'zod';
import { readSettings } from '../collector/settings';
import { KubernetesClient } from './KubernetesClient';

jest.setTimeout(90_000);

it('shows the client certificate, and sends no token', async () => {
  // A lab for its certificates: one serves here as server's and as client's.
  const lab = await startLabProcess();
  const { id, caPem } = lab.estate('kv-central');
  const pem = (name: string) => readFile(join(lab.directory, id, name), 'utf8');
  const certificate = await pem(`${id}.pem`);
  const key = await pem(`${id}.key`);
  const seen: unknown[] = [];
  const server = createServer(
    { cert: certificate, key, requestCert: true, rejectUnauthorized: false },
    (request, response) => {
      seen.push(
        (request.socket as TLSSocket).getPeerCertificate().fingerprint256,
        request.headers.authorization,
      );
      response.end('{"gitVersion":"v1"}');
    },
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const settings = readSettings(
    new ConfigReader({
      server: `https://localhost:${port}`,
      ca: caPem,
      clientCertificate: certificate,
      clientKey: key,
    }),
    'central',
  );
  const client = new KubernetesClient({ ...settings, parallelCalls: 1 });
  try {
    await expect(
      client.get('/version', z.unknown(), AbortSignal.timeout(10_000)),
    ).resolves.toEqual({ gitVersion: 'v1' });
    expect(seen).toEqual([
      new X509Certificate(certificate).fingerprint256,
      undefined,
    ]);
  } finally {
    await client.close();
    server.closeAllConnections();
    server.close();
    await lab.stop();
  }
});
