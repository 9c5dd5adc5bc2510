import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import {
  TicketCredentials,
  TokenCredentials,
  type Credentials,
} from './Credentials';
import { ProxmoxClient } from './ProxmoxClient';
import type { ProxmoxError } from './ProxmoxError';

const secret = '11111111-2222-3333-4444-555555555555';
const token = new TokenCredentials('flyloft@pve!portal', secret);
const any = z.unknown();
const servers: Server[] = [];
const clients: ProxmoxClient[] = [];

async function aNode(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function aClient(
  endpoints: string[],
  options: Partial<ConstructorParameters<typeof ProxmoxClient>[0]> = {},
): ProxmoxClient {
  const client = new ProxmoxClient({
    endpoints,
    credentials: token,
    trust: {},
    requestTimeoutMilliseconds: 2_000,
    parallelCalls: 4,
    random: () => 0,
    ...options,
  });
  clients.push(client);
  return client;
}

const answers =
  (data: unknown): RequestListener =>
  (_, response) =>
    void response.end(JSON.stringify({ data }));
const refuses =
  (
    code: number,
    phrase: string,
    body: object = { data: null },
  ): RequestListener =>
  (_, response) => {
    response.writeHead(code, phrase);
    response.end(JSON.stringify(body));
  };
const signal = () => AbortSignal.timeout(20_000);
const failureOf = async (call: Promise<unknown>): Promise<ProxmoxError> =>
  call.then(
    () => {
      throw new Error('it went well');
    },
    error => error,
  );

afterEach(async () => {
  await Promise.all(clients.splice(0).map(client => client.close()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('reads', () => {
  it('go to the next entry node when one fails, and stay away from it', async () => {
    let calls = 0;
    const bad = await aNode((_, response) => {
      calls += 1;
      response.destroy();
    });
    const good = await aNode(answers('yes'));
    const client = aClient([bad, good]);
    for (let round = 0; round < 5; round += 1) {
      await expect(
        client.get('/version', any, { signal: signal() }),
      ).resolves.toBe('yes');
    }
    expect(calls).toBe(1);
  });

  it('come back to an entry node when its rest is over', async () => {
    let now = 0;
    let broken = true;
    let calls = 0;
    const first = await aNode((_, response) => {
      calls += 1;
      if (broken) response.destroy();
      else response.end('{"data":1}');
    });
    const second = await aNode(answers(2));
    const client = aClient([first, second], { now: () => now });
    await client.get('/x', any, { signal: signal() });
    broken = false;
    now = 16_000;
    await expect(client.get('/x', any, { signal: signal() })).resolves.toBe(1);
    expect(calls).toBe(2);
  });

  it.each([
    ['a 503', refuses(503, 'Service Unavailable')],
    ['a 595 of the way to another node', refuses(595, 'No route to host')],
    [
      'an answer that is no JSON',
      (_: unknown, response: { end(text: string): void }) =>
        response.end('<html>'),
    ],
    [
      'an answer cut short',
      (_: unknown, response: any) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"data":');
        setImmediate(() => response.destroy());
      },
    ],
  ])('ask elsewhere after %s', async (_, listener) => {
    const client = aClient([
      await aNode(listener as RequestListener),
      await aNode(answers('yes')),
    ]);
    await expect(client.get('/x', any, { signal: signal() })).resolves.toBe(
      'yes',
    );
  });

  it('are repeated a few times on a single node, then fail', async () => {
    let calls = 0;
    const node = await aNode((request, response) => {
      calls += 1;
      refuses(503, 'Service Unavailable')(request, response);
    });
    const error = await failureOf(
      aClient([node]).get('/x', any, { signal: signal() }),
    );
    expect(error).toMatchObject({ failure: 'unavailable', statusCode: 503 });
    expect(calls).toBe(3);
  });

  it.each([
    [403, 'Permission check failed (/vms/100, VM.Audit)', 'refused'],
    [
      500,
      "Configuration file 'nodes/a/qemu-server/1.conf' does not exist",
      'not-found',
    ],
    [500, 'QEMU guest agent is not running', 'agent-silent'],
    [401, 'No ticket', 'unauthenticated'],
  ])('are not repeated after %i %s', async (code, phrase, failure) => {
    let calls = 0;
    const listener: RequestListener = (request, response) => {
      calls += 1;
      refuses(code, phrase)(request, response);
    };
    const client = aClient([await aNode(listener), await aNode(listener)]);
    const error = await failureOf(client.get('/x', any, { signal: signal() }));
    expect(error.failure).toBe(failure);
    expect(calls).toBe(1);
  });

  it('read the message from the body where a proxy dropped the phrase', async () => {
    const node = await aNode(
      refuses(403, ' ', {
        data: null,
        message: 'Permission check failed (/vms/7, VM.Audit)\n',
      }),
    );
    const error = await failureOf(
      aClient([node]).get('/x', any, { signal: signal() }),
    );
    expect(error.reason).toBe('Permission check failed (/vms/7, VM.Audit)');
    expect(error.missingPrivilege).toEqual({
      path: '/vms/7',
      privilege: 'VM.Audit',
    });
  });

  it('name the wrong parameters, without their values', async () => {
    const node = await aNode(
      refuses(400, 'Parameter verification failed.', {
        data: null,
        errors: { vmid: 'value 9 is too small' },
      }),
    );
    const error = await failureOf(
      aClient([node]).get('/x', any, { signal: signal() }),
    );
    expect(error.message).toContain('Parameter verification failed. (vmid)');
  });

  it('end when their time is up', async () => {
    const node = await aNode(() => {});
    const error = await failureOf(
      aClient([node]).get('/x', any, {
        signal: signal(),
        timeoutMilliseconds: 50,
        attempts: 1,
      }),
    );
    expect(error).toMatchObject({ failure: 'unavailable', timedOut: true });
  });

  it('end with the caller’s own reason when they are called off', async () => {
    const node = await aNode(() => {});
    const controller = new AbortController();
    const call = aClient([node], { parallelCalls: 1 });
    const both = [1, 2].map(() =>
      call.get('/x', any, { signal: controller.signal }),
    );
    const reason = new Error('cancelled by a person');
    setImmediate(() => controller.abort(reason));
    for (const each of both) await expect(each).rejects.toBe(reason);
  });

  it('never take more than they may', async () => {
    const node = await aNode(answers('x'.repeat(10_000)));
    const error = await failureOf(
      aClient([node]).get('/x', any, {
        signal: signal(),
        maxBytes: 1_000,
        attempts: 1,
      }),
    );
    expect(error.failure).toBe('malformed');
    expect(error.message).toContain('larger than 1000 bytes');
  });

  it('start a list afresh when its first try was cut', async () => {
    let calls = 0;
    const node = await aNode((_, response) => {
      calls += 1;
      response.writeHead(200, { 'content-length': '20' });
      response.write('{"data":[1,2');
      if (calls === 1) setImmediate(() => response.destroy());
      else response.end(',3,4,5]}');
    });
    const rows = await aClient([node]).rows('/x', row => row, {
      signal: signal(),
    });
    expect(rows).toEqual([1, 2, 3, 4, 5]);
  });

  it('keep to so many at a time per entry node, and use all nodes', async () => {
    const most: number[] = [];
    const nodes = await Promise.all(
      [0, 1].map(index => {
        let inside = 0;
        most[index] = 0;
        return aNode((_, response) => {
          inside += 1;
          most[index] = Math.max(most[index], inside);
          setTimeout(() => {
            inside -= 1;
            response.end('{"data":1}');
          }, 5);
        });
      }),
    );
    const client = aClient(nodes, { parallelCalls: 3 });
    await Promise.all(
      Array.from({ length: 40 }, () =>
        client.get('/x', any, { signal: signal() }),
      ),
    );
    expect(most).toEqual([3, 3]);
  });
});

describe('changes', () => {
  const change = (client: ProxmoxClient, fields?: Record<string, string>) =>
    client.send('POST', '/nodes/a/qemu/1/status/start', any, {
      signal: signal(),
      fields,
    });

  it.each([
    ['cut', (_: unknown, response: any) => response.destroy()],
    ['answered with 596', refuses(596, 'Connection timed out')],
    ['answered with 500', refuses(500, 'Internal Server Error')],
    [
      'answered with no JSON',
      (_: unknown, response: any) => response.end('<html>'),
    ],
  ])('are made once and of unknown outcome when %s', async (_, listener) => {
    let calls = 0;
    const node = await aNode((request, response) => {
      calls += 1;
      (listener as RequestListener)(request, response);
    });
    const error = await failureOf(
      change(aClient([node, await aNode(answers(1))])),
    );
    expect(error.failure).toBe('unknown-outcome');
    expect(calls).toBe(1);
  });

  it('are known not to be made when nothing was sent', async () => {
    const error = await failureOf(change(aClient(['http://127.0.0.1:9'])));
    expect(error.failure).toBe('unavailable');
  });

  it('are sent as a form of known length, encoded', async () => {
    let seen = '';
    const node = await aNode((request, response) => {
      request.on('data', chunk => (seen += chunk));
      request.on('end', () =>
        response.end(JSON.stringify({ data: request.headers })),
      );
    });
    const headers = (await change(aClient([node]), { s: 'a=b;c d' })) as Record<
      string,
      string
    >;
    expect(seen).toBe('s=a%3Db%3Bc%20d');
    expect(headers['content-length']).toBe(String(seen.length));
    expect(headers['transfer-encoding']).toBeUndefined();
  });

  it('put the fields of a DELETE into its query', async () => {
    const node = await aNode((request, response) =>
      response.end(
        JSON.stringify({
          data: [request.url, request.headers['content-length'] ?? null],
        }),
      ),
    );
    await expect(
      aClient([node]).send('DELETE', '/nodes/a/qemu/1', any, {
        signal: signal(),
        fields: { purge: 1 },
      }),
    ).resolves.toEqual(['/api2/json/nodes/a/qemu/1?purge=1', null]);
  });
});

describe('who signs in', () => {
  it('never shows a secret in an error, even one the platform repeats', async () => {
    const node = await aNode(refuses(500, `no such thing ${secret}`));
    const error = await failureOf(
      aClient([node]).get('/x', any, { signal: signal() }),
    );
    expect(error.message).toContain('no such thing (cut)');
    expect(
      `${error.message} ${error.stack} ${JSON.stringify(error)}`,
    ).not.toContain(secret);
  });

  it('gets a new ticket once when the old one is refused, and asks again', async () => {
    let valid = 'none';
    let logins = 0;
    const node = await aNode((request, response) => {
      if (request.url?.endsWith('/access/ticket')) {
        logins += 1;
        valid = `T${logins}`;
        answers({ ticket: valid, CSRFPreventionToken: 'c' })(request, response);
      } else if (request.headers.cookie === `PVEAuthCookie=${valid}`) {
        answers('in')(request, response);
      } else {
        refuses(401, 'No ticket')(request, response);
      }
    });
    const credentials: Credentials = new TicketCredentials('u@pve', 'pw');
    const client = aClient([node], { credentials });
    await expect(client.get('/x', any, { signal: signal() })).resolves.toBe(
      'in',
    );
    valid = 'another';
    await expect(
      Promise.all(
        [1, 2, 3].map(() => client.get('/x', any, { signal: signal() })),
      ),
    ).resolves.toEqual(['in', 'in', 'in']);
    expect(logins).toBe(2);
  });

  it('fails when a fresh ticket is refused, too', async () => {
    const node = await aNode((request, response) =>
      request.url?.endsWith('/access/ticket')
        ? answers({ ticket: 'T', CSRFPreventionToken: 'c' })(request, response)
        : refuses(401, 'No ticket')(request, response),
    );
    const client = aClient([node], {
      credentials: new TicketCredentials('u@pve', 'pw'),
    });
    const error = await failureOf(client.get('/x', any, { signal: signal() }));
    expect(error.failure).toBe('unauthenticated');
  });
});
