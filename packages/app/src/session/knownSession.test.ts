import {
  endWords,
  recallSession,
  rememberSession,
  sessionIdOf,
} from './knownSession';

const aToken = (claims: object) =>
  `x.${btoa(JSON.stringify(claims)).replaceAll('=', '')}.y`;

it('reads the session of a token, and nothing of what is none', () => {
  expect(sessionIdOf(aToken({ sid: 's1' }))).toBe('s1');
  expect(sessionIdOf(aToken({ sid: 3 }))).toBeUndefined();
  expect(sessionIdOf('token')).toBeUndefined();
});

it('recalls it once', () => {
  rememberSession(localStorage, aToken({ sid: 's1' }));
  expect(recallSession(localStorage)).toBe('s1');
  expect(recallSession(localStorage)).toBeUndefined();
});

it.each([
  ['idle', null, /nothing was done/],
  ['expired', null, /no longer/],
  ['ended', 'user:default/ida', /ended by ida\./],
  ['ended', null, /was ended\./],
] as const)('says %s by %s in words', (end, endedBy, words) => {
  expect(endWords({ end, endedBy, endedAt: null })).toMatch(words);
});

it('says nothing to who left by themselves, or is still in', () => {
  for (const end of ['signed-out', null] as const) {
    expect(endWords({ end, endedBy: null, endedAt: null })).toBeUndefined();
  }
});
