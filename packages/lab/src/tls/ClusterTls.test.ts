import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, stat, unlink } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { connect, createServer, rootCertificates } from 'node:tls';
import { ClusterTls, type NodeTls } from './ClusterTls.ts';

async function aDirectory(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'lab-tls-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** The error of a handshake, or undefined when the client trusts the server. */
async function handshake(
  node: NodeTls,
  client: { ca: string[]; host: string; servername?: string },
): Promise<string | undefined> {
  const server = createServer({ key: node.key, cert: node.cert }, socket =>
    socket.end(),
  );
  server.listen(0, client.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect({ ...client, port });
  try {
    await once(socket, 'secureConnect');
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  } finally {
    socket.destroy();
    server.close();
  }
}

test('a client that trusts the cluster authority reaches a node by name and by loopback address', async t => {
  const tls = await ClusterTls.open({
    directory: await aDirectory(t),
    clusterName: 'alpha',
  });
  const node = await tls.node('pve1');

  const ca = [tls.ca];
  assert.equal(await handshake(node, { ca, host: '127.0.0.1' }), undefined);
  assert.equal(
    await handshake(node, { ca, host: '127.0.0.1', servername: 'localhost' }),
    undefined,
  );
  assert.equal(
    await handshake(node, { ca, host: '127.0.0.1', servername: 'pve1' }),
    undefined,
  );
  assert.equal(
    await handshake(node, { ca, host: '127.0.0.1', servername: 'pve2' }),
    'ERR_TLS_CERT_ALTNAME_INVALID',
  );
  assert.ok(
    await handshake(node, { ca: [...rootCertificates], host: '127.0.0.1' }),
  );
});

test('the fingerprint is the one Node computes of the same certificate', async t => {
  const tls = await ClusterTls.open({
    directory: await aDirectory(t),
    clusterName: 'alpha',
  });
  const node = await tls.node('pve1');
  assert.equal(node.fingerprint, new X509Certificate(node.cert).fingerprint256);
});

test('the next start serves with what the first one made', async t => {
  const directory = await aDirectory(t);
  const options = { directory, clusterName: 'alpha' };
  const first = await ClusterTls.open(options);
  const node = await first.node('pve1');

  const second = await ClusterTls.open(options);
  assert.equal(second.ca, first.ca);
  assert.deepEqual(await second.node('pve1'), node);
  assert.equal((await stat(join(directory, 'pve1.key'))).mode & 0o777, 0o600);
});

test('a node certificate near its end is renewed under the same authority', async t => {
  const directory = await aDirectory(t);
  let now = Date.now();
  const tls = await ClusterTls.open({
    directory,
    clusterName: 'alpha',
    now: () => now,
  });
  const before = await tls.node('pve1');
  now += 729 * 24 * 60 * 60 * 1000;
  const after = await tls.node('pve1');
  assert.notEqual(after.fingerprint, before.fingerprint);
  assert.ok(
    new X509Certificate(after.cert).verify(
      new X509Certificate(tls.ca).publicKey,
    ),
  );
});

test('a certificate that lacks a name, or whose authority or key is gone, is made anew', async t => {
  const directory = await aDirectory(t);
  const options = { directory, clusterName: 'alpha' };
  const tls = await ClusterTls.open(options);
  const plain = await tls.node('pve1');
  const wider = await tls.node('pve1', ['192.0.2.10']);
  assert.notEqual(wider.fingerprint, plain.fingerprint);
  // It still covers all that is asked for now.
  assert.equal((await tls.node('pve1')).fingerprint, wider.fingerprint);

  await unlink(join(directory, 'pve-root-ca.key'));
  const other = await ClusterTls.open(options);
  assert.notEqual(other.ca, tls.ca);
  assert.notEqual((await other.node('pve1')).fingerprint, wider.fingerprint);
});
