import type { Verdict } from './SessionRegistry';
import { secondFactorOf } from './secondFactorOf';

const part = (value: object) =>
  Buffer.from(JSON.stringify(value)).toString('base64url');
const token = [
  part({ typ: 'vnd.backstage.limited-user' }),
  part({ sub: 'user:default/ida' }),
  'proof',
].join('.');

const session = {
  id: 's1',
  userEntityRef: 'user:default/ida',
  createdAt: 0,
  lastSeenAt: 0,
  ending: null,
};

it.each<[string, Verdict, boolean]>([
  [
    'a session that began with one',
    { outcome: 'open', session: { ...session, multiFactor: true } },
    true,
  ],
  [
    'a session that began without',
    { outcome: 'open', session: { ...session, multiFactor: false } },
    false,
  ],
  [
    'a session that is over',
    { outcome: 'over', session: { ...session, multiFactor: true } },
    false,
  ],
  ['no session', { outcome: 'unknown' }, false],
])('of %s', async (_what, verdict, expected) => {
  const check = jest.fn(async () => verdict);
  expect(await secondFactorOf({ check })(token)).toBe(expected);
  expect(check).toHaveBeenCalledWith(expect.any(String), false);
});

it('is none for what is no user’s token', async () => {
  const check = jest.fn();
  expect(await secondFactorOf({ check })('anything')).toBe(false);
  expect(check).not.toHaveBeenCalled();
});
