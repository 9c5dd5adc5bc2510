import { sessionOf } from '@flyloft/backend-kit';
import express from 'express';
import request from 'supertest';
import type { Verdict } from './SessionRegistry';
import { sessionGuard } from './sessionGuard';
import { digestOf } from './userToken';

const part = (value: object) =>
  Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (header: object, payload: object, signature = 'x') =>
  `${part(header)}.${part(payload)}.${signature}`;
const full = (proof: string) =>
  token({ typ: 'vnd.backstage.user' }, { uip: proof });
const limited = (proof: string) =>
  token({ typ: 'vnd.backstage.limited-user' }, {}, proof);
const onBehalf = (proof: string) =>
  token({ typ: 'vnd.backstage.plugin' }, { obo: limited(proof) });

const session = (ending: 'ended' | null) => ({
  id: 's1',
  userEntityRef: 'user:default/ida',
  createdAt: 0,
  lastSeenAt: 0,
  multiFactor: false,
  ending: ending && { end: ending, endedBy: 'user:default/otto' },
});

const verdicts: Record<string, Verdict> = {
  [digestOf('open')]: { outcome: 'open', session: session(null) },
  [digestOf('over')]: { outcome: 'over', session: session('ended') },
};

function aPortal() {
  const uses: boolean[] = [];
  const app = express();
  app.use(
    sessionGuard({
      check: async (digest, isUse) => {
        uses.push(isUse);
        return verdicts[digest] ?? { outcome: 'unknown' };
      },
    }),
  );
  app.get('/', (req, res) => {
    res.json({
      session: sessionOf(req)?.sessionId ?? null,
      cookie: req.headers.cookie ?? null,
    });
  });
  app.use(
    (
      error: Error,
      _req: express.Request,
      res: express.Response,
      _next: express.NextFunction,
    ) => {
      res.status(401).json({ message: error.message });
    },
  );
  const ask = (headers: Record<string, string>) =>
    request(app).get('/').set(headers);
  return { ask, uses };
}

const bearer = (text: string) => ({ authorization: `Bearer ${text}` });
const cookie = (text: string) => ({
  cookie: `theme=dark; backstage-auth=${text}; other=a%20b`,
});

describe('a token in the header', () => {
  it.each([
    ['in full', full],
    ['limited', limited],
    ["inside a plugin's", onBehalf],
  ])(
    '%s passes while its session is open, and is refused after',
    async (_, make) => {
      const { ask } = aPortal();
      const open = await ask(bearer(make('open')));
      expect(open.body.session).toBe('s1');
      const over = await ask(bearer(make('over')));
      expect(over.status).toBe(401);
      expect(over.headers['x-flyloft-session']).toBe('over');
      expect(over.body.message).toContain('ended by otto');
      const forged = await ask(bearer(make('forged')));
      expect(forged.status).toBe(401);
    },
  );

  it.each([
    ["a plugin's own", token({ typ: 'vnd.backstage.plugin' }, { sub: 'x' })],
    ['a static one', 'a-token-of-some-length'],
  ])('that is %s is left to the plugin', async (_, text) => {
    const { ask, uses } = aPortal();
    expect((await ask(bearer(text))).status).toBe(200);
    expect(uses).toEqual([]);
  });

  it('is a use of its session by its browser alone, when somebody is there', async () => {
    const { ask, uses } = aPortal();
    await ask(bearer(full('open')));
    await ask({ ...bearer(full('open')), 'X-Flyloft-Background': 'true' });
    await ask(bearer(onBehalf('open')));
    expect(uses).toEqual([true, false, false]);
  });
});

describe('a cookie', () => {
  it('passes while its session is open', async () => {
    const { ask } = aPortal();
    const { body } = await ask(cookie(limited('open')));
    expect(body.session).toBe('s1');
    expect(body.cookie).toContain('backstage-auth');
  });

  it.each([
    ['alone', {}],
    ['quoted', { cookie: `backstage-auth="${limited('over')}"; theme=dark` }],
    ['beside a good header', bearer(full('open'))],
  ])('of a session that is over is taken off, %s', async (_, more) => {
    const { ask } = aPortal();
    const { status, body } = await ask({ ...cookie(limited('over')), ...more });
    expect(status).toBe(200);
    expect(body.cookie).not.toContain('backstage-auth');
    expect(body.cookie).toContain('theme=dark');
  });
});
