import { parseSpan, spanSeconds, spanWords } from './span';

it.each([
  ['45m', 2_700, '45 minutes'],
  ['1h', 3_600, 'hour'],
  ['7d', 604_800, '7 days'],
  ['4w', 2_419_200, '4 weeks'],
])('reads %s', (text, seconds, words) => {
  const span = parseSpan(text)!;
  expect(spanSeconds(span)).toBe(seconds);
  expect(spanWords(span)).toBe(words);
});

it.each(['', '0d', '7', 'd', '-1d', '1.5h', '7 d', '99999d', '7y'])(
  'takes %j for no span',
  text => {
    expect(parseSpan(text)).toBeNull();
  },
);
