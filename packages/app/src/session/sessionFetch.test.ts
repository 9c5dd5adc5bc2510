import { Activity } from './activity';
import { sessionFetch } from './sessionFetch';

/** As much of a request as the code under test uses; jsdom has none. */
class FakeRequest {
  readonly headers: Headers;
  constructor(
    readonly url: string,
    init: { headers?: Record<string, string> } = {},
  ) {
    this.headers = new Headers(init.headers);
  }
}

beforeAll(() => {
  Object.assign(globalThis, { Request: FakeRequest });
});

const withToken = { headers: { authorization: 'Bearer token' } };

function aCall(isThere: boolean, answer: Partial<Response> = { status: 200 }) {
  const sent: FakeRequest[] = [];
  const onOver = jest.fn();
  const call = sessionFetch({ isThere: () => isThere, onOver }).apply(
    async input => {
      sent.push(input as unknown as FakeRequest);
      return { headers: new Headers(), ...answer } as Response;
    },
  );
  return { call, sent, onOver };
}

it('says when nobody is at the page', async () => {
  const { call, sent } = aCall(false);
  await call('/api/x', withToken);
  expect(sent[0]!.headers.get('X-Flyloft-Background')).toBe('true');
});

it('says nothing while somebody is', async () => {
  const { call, sent } = aCall(true);
  await call('/api/x', withToken);
  expect(sent[0]!.headers.has('X-Flyloft-Background')).toBe(false);
});

it('leaves calls alone that go elsewhere', async () => {
  const { call, sent } = aCall(false);
  await call('https://elsewhere.example');
  expect(sent).toEqual(['https://elsewhere.example']);
});

it.each([
  [401, 'over', 1],
  [401, null, 0],
  [403, 'over', 0],
])(
  'takes status %i with %s for the end of the session %i times',
  async (status, session, times) => {
    const headers = new Headers();
    if (session) headers.set('X-Flyloft-Session', session);
    const { call, onOver } = aCall(true, { status, headers });
    await call('/api/x', withToken);
    expect(onOver).toHaveBeenCalledTimes(times);
  },
);

describe('whether somebody is at the page', () => {
  it('ends a minute after what they did last', () => {
    let now = 0;
    const activity = new Activity(() => now);
    const target = new EventTarget();
    activity.watch(target as unknown as Window);
    now = 59_000;
    expect(activity.isThere()).toBe(true);
    now = 61_000;
    expect(activity.isThere()).toBe(false);
    target.dispatchEvent(new Event('keydown'));
    expect(activity.isThere()).toBe(true);
  });
});
