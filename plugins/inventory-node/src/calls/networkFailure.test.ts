import { networkWords } from './networkFailure';

const failure = (code: string, message: string) =>
  Object.assign(new Error(message), { code });

it.each(['UND_ERR_SOCKET', 'ECONNRESET'])(
  'says of %s what has happened',
  code => {
    expect(networkWords(failure(code, 'other side closed'))).toBe(
      'the connection was cut before the answer was complete',
    );
  },
);

it('leaves words that say where it failed', () => {
  const words = 'connect ECONNREFUSED 10.0.0.1:8006';
  expect(networkWords(failure('ECONNREFUSED', words))).toBe(words);
});
