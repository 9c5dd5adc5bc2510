import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { ClusterTls } from '../../tls/ClusterTls.ts';
import { httpCases } from './conformance/cases/httpCases.ts';
import {
  requestBytes,
  type HttpCase,
  type Signed,
} from './conformance/cases/HttpCase.ts';
import { RawClient, valueOf, type RawAnswer } from './conformance/RawClient.ts';
import {
  clientFrame,
  frameCases,
  upgradeCases,
  type FrameCase,
  type UpgradeCase,
} from './conformance/socketCases.ts';
import {
  password,
  tokenId,
  toyAccess,
  toyRoutes,
} from './conformance/toyApi.ts';
import { startApiServer, type ApiServer } from './index.ts';

/**
 * Exchanges of the real server that the lab does not repeat, with the reason.
 * None at present.
 */
const leftOut: Readonly<Record<string, string>> = {};

/** How many exchanges with the real server were recorded. */
const recorded = 80;

/** Anything below is at once; what is late takes three seconds and more. */
const atOnceMilliseconds = 2000;

let server: ApiServer;
let ca: string;
let signed: Signed;
let directory: string;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lab-conformance-'));
  const tls = await ClusterTls.open({ directory, clusterName: 'toy' });
  const access = toyAccess();
  ca = tls.ca;
  server = await startApiServer({
    port: 0,
    tls: await tls.node('pve1'),
    access,
    routes: toyRoutes(access),
  });
  const { ticket, csrfToken } = access.signIn('root@pam', password);
  signed = {
    ticket,
    csrfToken,
    otherTicket: access.signIn('other@pve', 'other-password').ticket,
    consoleTicket: access.tickets.issueConsole(tokenId, '/vms/100', 5900)
      .ticket,
  };
});

after(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

test('every recorded exchange is covered or left out for a reason', () => {
  const names = [
    ...Object.keys(httpCases),
    ...Object.keys(upgradeCases),
    ...Object.keys(frameCases),
    ...Object.keys(leftOut),
  ];
  assert.equal(new Set(names).size, names.length, 'a name stands twice');
  assert.equal(names.length, recorded);
  for (const reason of Object.values(leftOut)) assert.ok(reason.length > 10);
});

describe('one request, one answer', { concurrency: true }, () => {
  for (const [name, one] of Object.entries(httpCases)) {
    test(name, { timeout: 20_000 }, () => exchange(one));
  }
});

describe('a console that opens', { concurrency: true }, () => {
  for (const [name, one] of Object.entries(upgradeCases)) {
    test(name, { timeout: 20_000 }, async () => {
      const { client, answer } = await openConsole(one);
      assert.equal(answer.statusLine, 'HTTP/1.1 101 Switching Protocols');
      assert.deepEqual(answer.headers, [
        'Upgrade: websocket',
        'Connection: upgrade',
        // What the protocol's own document gives for this key.
        'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
        ...(one.protocols ? [`Sec-WebSocket-Protocol: ${one.protocols}`] : []),
      ]);
      assert.deepEqual(await readFrame(client), greeting);
      client.close();
    });
  }
});

describe('what a console makes of frames', { concurrency: true }, () => {
  for (const [name, one] of Object.entries(frameCases)) {
    test(name, { timeout: 20_000 }, () => exchangeFrames(one));
  }
});

async function exchange(one: HttpCase): Promise<void> {
  const client = one.plain
    ? await RawClient.overTcp(server.port)
    : await RawClient.overTls(server.port, ca);
  const started = performance.now();
  client.send(requestBytes(one, signed));
  const answer = await client.answer();
  const milliseconds = performance.now() - started;

  assert.equal(answer === undefined, one.status === undefined);
  if (one.late) assert.ok(milliseconds >= 2990, `after ${milliseconds} ms`);
  else assert.ok(milliseconds < atOnceMilliseconds, `after ${milliseconds} ms`);
  if (answer) {
    const protocol =
      one.version === 'HTTP/1.0' || one.version === 'HTTP/2.0'
        ? 'HTTP/1.0'
        : 'HTTP/1.1';
    assert.equal(answer.statusLine, `${protocol} ${one.status}`);
    assertHeaders(one, answer);
    assertBody(one, answer);
  }
  if (one.keeps && !one.plain) {
    const next = httpCases['token-ok'];
    assert.ok(next);
    client.send(requestBytes(next, signed));
    assert.equal((await client.answer())?.statusLine, 'HTTP/1.1 200 OK');
  }
  if (!one.keeps) {
    await client.end();
    assert.equal(client.rest.length, 0, 'bytes after the answer');
  }
  client.close();
}

/** Exactly these headers, in this order; the two dates by their form only. */
function assertHeaders(one: HttpCase, { headers, body }: RawAnswer): void {
  const dates = headers.filter(header => /^(?:Date|Expires): /.test(header));
  assert.deepEqual(
    dates.map(header => header.split(':')[0]),
    ['Date', 'Expires'],
  );
  for (const header of dates) {
    const age = Date.now() - Date.parse(header.slice(header.indexOf(' ')));
    assert.ok(age >= 0 && age < 10_000, header);
  }
  const isJson = one.json !== undefined || one.check !== undefined;
  const wanted = [
    'Cache-Control: max-age=0',
    `Connection: ${one.keeps ? 'Keep-Alive' : 'close'}`,
    'Pragma: no-cache',
    one.location && `Location: ${one.location}`,
    'Server: pve-api-daemon/3.0',
    one.gzipped && 'Content-Encoding: gzip',
    (isJson || one.text) && `Content-Length: ${one.bytes ?? body.length}`,
    isJson && 'Content-Type: application/json;charset=UTF-8',
  ];
  assert.deepEqual(
    headers.filter(header => !dates.includes(header)),
    wanted.filter(header => typeof header === 'string'),
  );
}

function assertBody(one: HttpCase, answer: RawAnswer): void {
  const body = one.gzipped ? gunzipSync(answer.body) : answer.body;
  if (one.bytes !== undefined) assert.equal(body.length, one.bytes);
  if (one.text !== undefined) assert.equal(body.toString(), one.text);
  else if (one.json !== undefined) {
    assert.deepEqual(JSON.parse(body.toString()), one.json);
  } else if (one.check === undefined) assert.equal(body.length, 0);
  else checks[one.check](JSON.parse(body.toString()).data, answer);
}

/** A signature of 256 bytes. */
const signature = '[A-Za-z0-9+/]{342}==';

/** What of the answers is looked at. */
interface ToyData {
  username: string;
  user: string;
  port: number;
  password: string;
  ticket: string;
  CSRFPreventionToken: string;
  length: number;
}

const checks: Record<
  NonNullable<HttpCase['check']>,
  (data: ToyData, answer: RawAnswer) => void
> = {
  ticket(data) {
    assert.equal(data.username, 'root@pam');
    assert.match(
      data.ticket,
      new RegExp(`^PVE:root@pam:[0-9A-F]{8}::${signature}$`),
    );
    assert.match(data.CSRFPreventionToken, /^[0-9A-F]{8}:[A-Za-z0-9+/]{43}$/);
  },
  'console ticket'(data) {
    assert.equal(data.user, tokenId);
    assert.equal(data.port, 5900);
    assert.match(data.password, /^[\x21-\x7e]{8}$/);
    assert.ok(data.ticket.startsWith(`${data.password}:`));
    assert.match(
      data.ticket.slice(9),
      new RegExp(`^PVEVNC:[0-9A-F]{8}::${signature}$`),
    );
  },
  'long list'(data, { body, headers }) {
    assert.equal(data.length, 1000);
    assert.equal(
      body.length > 20_000,
      valueOf(headers, 'Content-Encoding') === undefined,
    );
  },
};

interface ServerFrame {
  opcode: number;
  payload: Buffer;
}

const greeting: ServerFrame = {
  opcode: 2,
  payload: Buffer.from('RFB 003.008\n'),
};

async function openConsole(
  one: UpgradeCase,
): Promise<{ client: RawClient; answer: RawAnswer }> {
  const client = await RawClient.overTls(server.port, ca);
  const request: HttpCase = {
    method: 'GET',
    path: ({ consoleTicket }) =>
      `/nodes/pve1/qemu/100/vncwebsocket?port=5900&vncticket=${encodeURIComponent(
        one.bareTicket ? consoleTicket.slice(9) : consoleTicket,
      )}`,
    headers: [
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      ...(one.protocols ? [`Sec-WebSocket-Protocol: ${one.protocols}`] : []),
      ...(one.extensions
        ? [`Sec-WebSocket-Extensions: ${one.extensions}`]
        : []),
    ],
  };
  client.send(requestBytes(request, signed));
  const answer = await client.answer();
  assert.ok(answer);
  return { client, answer };
}

/** The next frame, which must be final, unmasked and without reserved bits. */
async function readFrame(client: RawClient): Promise<ServerFrame | undefined> {
  const head = await client.take(2);
  if (!head) return undefined;
  const first = head.readUInt8(0);
  const short = head.readUInt8(1);
  assert.equal(first & 0xf0, 0x80);
  assert.ok(short < 128);
  let length = short;
  if (short === 126) length = (await client.take(2))?.readUInt16BE() ?? 0;
  if (short === 127) {
    length = Number((await client.take(8))?.readBigUInt64BE() ?? 0);
  }
  const payload = await client.take(length);
  assert.ok(payload);
  return { opcode: first & 0x0f, payload };
}

async function exchangeFrames(one: FrameCase): Promise<void> {
  const { client } = await openConsole({ protocols: 'binary' });
  assert.deepEqual(await readFrame(client), greeting);
  client.send(clientFrame(one));

  if (one.answer) assert.deepEqual(await readFrame(client), one.answer);
  if (one.sizes) await assertLongEcho(client, one);
  if (one.closes) {
    await client.end();
    assert.equal(client.rest.length, 0, 'a close frame came back');
    return;
  }
  if (!one.answer && !one.sizes) {
    // What comes after is not read any more either.
    const ping = frameCases['wsf-ping'];
    assert.ok(ping);
    client.send(clientFrame(ping));
  }
  // A whole exchange on another connection: the server has long read ours.
  const { client: other } = await openConsole({});
  assert.deepEqual(await readFrame(other), greeting);
  assert.equal(client.rest.length, 0);
  assert.ok(client.isOpen);
  other.close();
  client.close();
}

async function assertLongEcho(client: RawClient, one: FrameCase) {
  const sizes: number[] = [];
  for (let left = one.payload.length; left > 0;) {
    const frame = await readFrame(client);
    assert.equal(frame?.opcode, 2);
    assert.ok(frame.payload.every(byte => byte === 0x41));
    sizes.push(frame.payload.length);
    left -= frame.payload.length;
    assert.ok(left >= 0);
  }
  assert.deepEqual(sizes.slice(0, one.sizes?.length), one.sizes);
}
