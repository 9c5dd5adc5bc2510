import { z } from 'zod';
import {
  FakeApiServer,
  refuse,
  reply,
  type Handler,
} from '../__testUtils__/FakeApiServer';
import type { WatchEvent } from './KubernetesClient';

const kind = { group: 'kubevirt.io', version: 'v1', plural: 'virtualmachines' };
const signal = () => AbortSignal.timeout(10_000);
const anything = z.unknown();

const servers: FakeApiServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map(each => each.close())));
async function serving(handler: Handler) {
  const server = await FakeApiServer.start(handler);
  servers.push(server);
  return server;
}

/** Fails so often, then answers. */
function failing(times: number, fail: Handler): Handler {
  let left = times;
  return (request, response, url) => {
    left -= 1;
    if (left >= 0) fail(request, response, url);
    else reply(response, { ok: true });
  };
}

it.each<[string, Handler]>([
  ['503', (_, response) => refuse(response, 503)],
  ['429', (_, response) => reply(response, {}, 429, { 'retry-after': '1' })],
  ['a cut connection', (_, response) => response.destroy()],
  [
    'half a body',
    (_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{"ok"');
      setImmediate(() => response.destroy());
    },
  ],
  ['what is no JSON', (_, response) => response.end('<html>')],
  ["a proxy's 404", (_, response) => response.writeHead(404).end('nothing')],
])('asks again after %s, three times at most', async (_, fail) => {
  const good = await serving(failing(2, fail));
  await expect(
    good.client().get('/version', anything, signal()),
  ).resolves.toEqual({ ok: true });
  const bad = await serving(failing(3, fail));
  await expect(
    bad.client().get('/version', anything, signal()),
  ).rejects.toMatchObject({ name: 'KubernetesError' });
  expect(bad.asked).toHaveLength(3);
});

it.each([
  [401, 'unauthenticated'],
  [403, 'refused'],
  [404, 'not-found'],
  [410, 'expired'],
  [422, 'invalid'],
])('takes %d for %s, at once', async (code, failure) => {
  const server = await serving((_, response) => refuse(response, code));
  await expect(
    server.client().get('/version', anything, signal()),
  ).rejects.toMatchObject({ failure, statusCode: code });
  expect(server.asked).toHaveLength(1);
});

it('sends its token, below the path of a proxy, and never shows it', async () => {
  const server = await serving((request, response) =>
    refuse(response, 403, `not with ${request.headers.authorization}`),
  );
  const asking = server
    .client({ token: 'secret-token', path: '/k8s/clusters/c-1' })
    .get('/version', anything, signal());
  await expect(asking).rejects.toThrow('not with Bearer (cut)');
  expect(server.asked).toEqual(['GET /k8s/clusters/c-1/version']);
});

it('gives up what takes too long', async () => {
  const server = await serving(() => {});
  await expect(
    server
      .client({ timeoutMilliseconds: 50 })
      .get('/version', anything, signal()),
  ).rejects.toMatchObject({
    failure: 'unavailable',
    reason: 'no answer within 0.05 s',
  });
});

it('obeys an abort, with its reason, also while it waits to ask again', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const server = await serving((_, response) => {
    response.writeHead(503, { 'retry-after': '30' }).end();
    controller.abort(reason);
  });
  await expect(
    server.client().get('/version', anything, controller.signal),
  ).rejects.toBe(reason);
});

describe('a watch', () => {
  const line = (type: string, object: unknown) =>
    `${JSON.stringify({ type, object })}\n`;
  const watch = async (handler: Handler) => {
    const server = await serving(handler);
    const events: WatchEvent[] = [];
    const following = (async () => {
      for await (const event of server
        .client({ timeoutMilliseconds: 200 })
        .watch(kind, { resourceVersion: '7', timeoutSeconds: 0 }, signal())) {
        events.push(event);
      }
    })();
    return { server, events, following };
  };

  it('hands on events, user data cut, until the API server ends it', async () => {
    const { server, events, following } = await watch((_, response) => {
      response.write(line('ADDED', { a: 1, userData: 'canary' }));
      response.end(line('BOOKMARK', { b: 2 }));
    });
    await following;
    expect(events).toEqual([
      { type: 'ADDED', object: { a: 1, userData: '(cut)' } },
      { type: 'BOOKMARK', object: { b: 2 } },
    ]);
    expect(server.asked[0]).toBe(
      'GET /apis/kubevirt.io/v1/virtualmachines?resourceVersion=7&timeoutSeconds=0&watch=true&allowWatchBookmarks=true',
    );
  });

  it.each<[string, string, Handler]>([
    ['410 as an answer', 'expired', (_, response) => refuse(response, 410)],
    [
      '410 as an event',
      'expired',
      (_, response) =>
        response.end(line('ERROR', { kind: 'Status', code: 410 })),
    ],
    [
      'another error',
      'unavailable',
      (_, response) =>
        response.end(line('ERROR', { kind: 'Status', code: 500 })),
    ],
    ['nonsense', 'malformed', (_, response) => response.end('nonsense\n')],
    [
      'silence',
      'unavailable',
      (_, response) => response.writeHead(200).flushHeaders(),
    ],
    [
      'a cut',
      'unavailable',
      (_, response) => {
        response.write(line('ADDED', {}));
        setImmediate(() => response.destroy());
      },
    ],
  ])('ends with %s as %s', async (_, failure, handler) => {
    const { following } = await watch(handler);
    await expect(following).rejects.toMatchObject({ failure });
  });
});
