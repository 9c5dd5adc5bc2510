import request from 'supertest';
import { PushBench } from '../__testUtils__/PushBench';
import { whole } from '../__testUtils__/pushedLines';

jest.setTimeout(240_000);

let bench: PushBench;
beforeEach(async () => {
  bench = await PushBench.create();
});
afterEach(() => bench.drop());

describe('who may push', () => {
  const to = (headers: Record<string, string>, platform = 'remote') =>
    request(bench.app)
      .post(`/platforms/${platform}/observations`)
      .set({ 'content-type': 'application/x-ndjson', ...headers })
      .send(whole(0));
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it('is nobody without a token, or with one that was revoked', async () => {
    expect((await to({})).status).toBe(401);
    const made = await bench.tokens.create(
      {
        name: 'old',
        scopes: ['observations:write'],
        platformIds: ['remote'],
        expiresAt: null,
      },
      'ida',
    );
    expect((await to(bearer(made.secret))).status).toBe(200);
    await bench.tokens.revoke(made.token.id, 'ida');
    const refused = await to(bearer(made.secret));
    expect(refused.status).toBe(401);
    expect(refused.body.error.message).toBe("The token 'old' is revoked");
  });

  it('is no token that only reads, nor one of another platform', async () => {
    const reader = await bench.tokens.create(
      {
        name: 'reader',
        scopes: ['inventory:read'],
        platformIds: null,
        expiresAt: null,
      },
      'ida',
    );
    expect((await to(bearer(reader.secret))).status).toBe(403);
    expect((await to(bearer(bench.secret), 'elsewhere')).status).toBe(403);
  });

  it('can push to platforms that are pushed only', async () => {
    const answer = await to(bearer(bench.secret), 'west');
    expect(answer.status).toBe(409);
    expect(answer.body.error.message).toContain('read by the portal itself');
    const plain = await to({
      ...bearer(bench.secret),
      'content-type': 'text/plain',
    });
    expect(plain.status).toBe(400);
    expect(plain.body.error.message).toContain('application/x-ndjson');
  });
});
