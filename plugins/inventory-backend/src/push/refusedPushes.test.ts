import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PushBench } from '../__testUtils__/PushBench';
import {
  begin,
  guest,
  lines,
  whole,
  part,
  ground,
} from '../__testUtils__/pushedLines';

jest.setTimeout(240_000);

let bench: PushBench;
beforeEach(async () => {
  bench = await PushBench.create();
});
afterEach(() => bench.drop());

describe('nothing is kept of a push', () => {
  const good = guest('1');
  it.each([
    ['no first line', lines(good), 400, 'line 1: '],
    ['an empty body', '\n\n', 400, 'a first line'],
    ['a first line alone', lines(begin(0)), 400, 'a last line {"kind":"end"'],
    ['no last line', lines(begin(0), good), 400, 'The body ended early'],
    [
      'a wrong count',
      lines(begin(0), good, { kind: 'end', count: 2 }),
      400,
      'line 3: count: 2, but 1 records came before it',
    ],
    [
      'lines after the last',
      whole(0) + lines(good),
      400,
      'line 5: nothing may follow',
    ],
    [
      'a line that is no JSON',
      `${lines(begin(0), good)}{nonsense\n`,
      400,
      'line 3: not JSON',
    ],
    [
      'an unknown kind',
      lines(begin(0), { kind: 'vm' }),
      400,
      'line 2: kind: must be one of cluster, host',
    ],
    [
      'a wrong value',
      lines(begin(0), guest('1', { powerState: 'on' })),
      400,
      'line 2: powerState: ',
    ],
    [
      'an unknown property',
      lines(begin(0), guest('1', { nmae: 'x' })),
      400,
      'line 2: the record: Unrecognized key: "nmae"',
    ],
    [
      'a link that is no web address',
      lines(begin(0), guest('1', { platformUrl: 'data:text/html,x' })),
      400,
      'line 2: platformUrl: ',
    ],
    [
      'a thing twice',
      lines(begin(0), good, good),
      400,
      "line 3: externalId: guest '1' stands in line 2 already",
    ],
    [
      'a time to come',
      lines({ ...begin(0), collectedAt: '2999-01-01T00:00:00Z' }),
      400,
      'has not come yet',
    ],
    [
      'silence in a part',
      part(1, {
        kind: 'unreachable',
        scope: 'host',
        externalId: 'h1',
        reason: 'x',
      }),
      400,
      'only a whole picture',
    ],
    [
      'a line too long',
      lines(begin(0), guest('1', { folder: 'x'.repeat(30_000) })),
      413,
      'line 2: longer than 20000 bytes',
    ],
    [
      'too much',
      whole(
        0,
        ...Array.from({ length: 5_000 }, (_, index) => guest(`${index}`)),
      ),
      413,
      'larger than 400000 bytes',
    ],
  ])('with %s', async (_what, body, status, words) => {
    const answer = await bench.push(body);
    expect(answer.body.error?.message).toContain(words);
    expect(answer.status).toBe(status);
    expect(answer.body.outcome).toBe('failed');
    expect(await bench.guests()).toEqual({});
    expect(await bench.collectedAt()).toBeNull();
    const left = await bench.db.raw(
      `select 1 from pg_tables where schemaname = current_schema() and tablename like 'staged%'`,
    );
    expect(left.rows).toEqual([]);
  });

  it('that is cut short on its way', async () => {
    const server = bench.app.listen(0);
    const { port } = server.address() as AddressInfo;
    await new Promise<void>(done => {
      const outgoing = httpRequest({
        port,
        method: 'POST',
        path: '/platforms/remote/observations',
        headers: {
          authorization: `Bearer ${bench.secret}`,
          'content-type': 'application/x-ndjson',
          'content-length': 100_000,
        },
      });
      outgoing.on('error', () => done());
      outgoing.write(lines(begin(0), ...ground, guest('1')));
      const poll = setInterval(async () => {
        const running = await bench.db('sync_runs').where({ state: 'running' });
        if (running.length === 0) return;
        clearInterval(poll);
        outgoing.destroy();
      }, 20);
    });
    await expect(untilState('failed')).resolves.toMatchObject({
      problem: { message: expect.stringContaining('The body was cut short') },
    });
    expect(await bench.guests()).toEqual({});
    await new Promise(done => server.close(done));
  });
});

async function untilState(state: string) {
  for (;;) {
    const row = await bench.db('sync_runs').where({ state }).first();
    if (row) return row;
    await new Promise(done => setImmediate(done));
  }
}
