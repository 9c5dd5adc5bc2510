import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { fixture } from '../testing/fixture';
import { ApiFinder } from './ApiFinder';
import { PrismClient, type PrismCredentials } from './PrismClient';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let answer: Answer;
let asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`);
  answer(request, response);
});
let endpoint: string;
const clients: PrismClient[] = [];

beforeAll(async () => {
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  asked = [];
});
afterAll(async () => {
  await Promise.all(clients.map(client => client.close()));
  await new Promise(done => server.close(done));
});

const basic: PrismCredentials = {
  kind: 'basic',
  username: 'flyloft',
  password: 'hunter2hunter2',
};

function aClient(overrides: object = {}): PrismClient {
  const client = new PrismClient({
    endpoint,
    credentials: basic,
    trust: {},
    requestTimeoutMilliseconds: 2_000,
    parallelCalls: 4,
    random: () => 0,
    ...overrides,
  });
  clients.push(client);
  return client;
}

const json = (
  body: unknown,
  statusCode = 200,
  headers: Record<string, string> = {},
): Answer => {
  return (_request, response) => {
    response.writeHead(statusCode, {
      'content-type': 'application/json',
      ...headers,
    });
    response.end(JSON.stringify(body));
  };
};
const signal = new AbortController().signal;
const ask = (client: PrismClient) =>
  client.ask({ path: '/api/x', query: { $page: 0 }, signal }, z.unknown());

it.each([
  [basic, 'authorization', 'Basic Zmx5bG9mdDpodW50ZXIyaHVudGVyMg=='],
  [{ kind: 'api-key', apiKey: 'k1' } as const, 'x-ntnx-api-key', 'k1'],
])('shows who it is', async (credentials, name, value) => {
  let seen: unknown;
  answer = (request, response) => {
    seen = request.headers[name];
    json({})(request, response);
  };
  await ask(aClient({ credentials }));
  expect(seen).toBe(value);
  expect(asked).toEqual(['GET /api/x?$page=0']);
});

it('waits as long as a 429 asks, then goes on', async () => {
  const started = Date.now();
  answer = (request, response) =>
    asked.length === 1
      ? json({}, 429, { 'retry-after': '1' })(request, response)
      : json({ ok: true })(request, response);
  await expect(ask(aClient())).resolves.toEqual({ ok: true });
  expect(Date.now() - started).toBeGreaterThanOrEqual(990);
});

it('gives up when it is asked to wait longer than it can', async () => {
  answer = json({}, 429, { 'retry-after': '20' });
  await expect(
    ask(aClient({ patienceMilliseconds: 5_000 })),
  ).rejects.toMatchObject({ failure: 'rate-limited' });
  expect(asked).toHaveLength(1);
});

it('keeps the pace that the headers tell', async () => {
  const moments: number[] = [];
  answer = (request, response) => {
    moments.push(Date.now());
    json({}, 200, { 'x-api-ratelimit-limit': '4' })(request, response);
  };
  const client = aClient();
  await ask(client);
  await Promise.all(Array.from({ length: 7 }, () => ask(client)));
  // Four in the first second, then the rest.
  expect(moments[4]! - moments[0]!).toBeGreaterThanOrEqual(900);
});

it('tries again where a second try may go better, and not where it can not', async () => {
  answer = (request, response) =>
    asked.length < 3
      ? json({}, 503)(request, response)
      : json({ ok: true })(request, response);
  await expect(ask(aClient())).resolves.toEqual({ ok: true });
  asked = [];
  answer = json(fixture('prism-central-v4.2/refused'), 403);
  await expect(ask(aClient())).rejects.toMatchObject({
    failure: 'refused',
    reason: 'User is not authorized to perform the operation. VMM-20000',
  });
  expect(asked).toHaveLength(1);
});

it('never repeats a secret that the other side said', async () => {
  answer = json({ message_list: [{ message: 'bad hunter2hunter2' }] }, 400);
  await expect(ask(aClient())).rejects.toMatchObject({
    failure: 'invalid',
    reason: 'bad (cut)',
  });
});

it('follows no redirect: it would lead the credential elsewhere', async () => {
  answer = json({}, 302, { location: `${endpoint}/elsewhere` });
  await expect(ask(aClient())).rejects.toMatchObject({ failure: 'invalid' });
  expect(asked).toEqual(['GET /api/x?$page=0']);
});

it('ends with the reason of an abort', async () => {
  answer = () => {};
  const reason = new Error('cancelled');
  const controller = new AbortController();
  const call = aClient().ask(
    { path: '/api/x', signal: controller.signal },
    z.unknown(),
  );
  controller.abort(reason);
  await expect(call).rejects.toBe(reason);
});

describe('which interface', () => {
  const vms: Record<string, Answer> = {};
  beforeEach(() => {
    for (const key of Object.keys(vms)) delete vms[key];
    answer = (request, response) => {
      const version = /v4\.\d|v3/.exec(request.url!)?.[0] ?? '';
      const known = vms[version] ?? json({}, 404);
      known(request, response);
    };
  });
  const v4 = json(fixture('prism-central-v4.2/empty'));
  const v3 = json({ entities: [], metadata: { total_matches: 0 } });

  it('is the newest of v4, remembered', async () => {
    vms['v4.0'] = v4;
    vms.v3 = v3;
    const finder = new ApiFinder(aClient());
    await expect(finder.find(signal)).resolves.toMatchObject({
      version: 'v4.0',
    });
    expect(asked).toHaveLength(3);
    await finder.find(signal);
    expect(asked).toHaveLength(4);
  });

  it('is v3 where v4 is not there, and v4 when it comes', async () => {
    vms.v3 = v3;
    const finder = new ApiFinder(aClient());
    await expect(finder.find(signal)).resolves.toMatchObject({ version: 'v3' });
    vms['v4.2'] = v4;
    delete vms.v3;
    await expect(finder.find(signal)).resolves.toMatchObject({
      version: 'v4.2',
    });
  });

  it('is none where neither is there; a silent one is not taken for absent', async () => {
    await expect(new ApiFinder(aClient()).find(signal)).rejects.toMatchObject({
      failure: 'not-found',
    });
    vms['v4.2'] = json({}, 503);
    vms.v3 = v3;
    await expect(
      new ApiFinder(aClient({ attempts: 1 })).find(signal),
    ).rejects.toMatchObject({ failure: 'unavailable' });
  });
});
