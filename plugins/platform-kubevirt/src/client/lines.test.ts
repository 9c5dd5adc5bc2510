import fc from 'fast-check';
import { linesOf } from './lines';

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size);
  }
}
async function all(stream: AsyncIterable<string>) {
  const lines: string[] = [];
  for await (const line of stream) lines.push(line);
  return lines;
}
const encoder = new TextEncoder();

it('cuts lines wherever the stream is cut, and keeps letters whole', async () => {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .map(JSON.stringify);
  await fc.assert(
    fc.asyncProperty(
      fc.array(text),
      fc.integer({ min: 1, max: 7 }),
      async (lines, size) => {
        const bytes = encoder.encode(lines.map(line => `${line}\n`).join(''));
        expect(await all(linesOf(inPieces(bytes, size), 10_000))).toEqual(
          lines,
        );
      },
    ),
  );
});

it('hands out no line that was cut short', async () => {
  const bytes = encoder.encode('{"a":1}\n{"b":');
  expect(await all(linesOf(inPieces(bytes, 3), 100))).toEqual(['{"a":1}']);
});

it('ends with a line that is too long', async () => {
  const bytes = encoder.encode('x'.repeat(200));
  await expect(all(linesOf(inPieces(bytes, 50), 100))).rejects.toThrow(
    'longer than 100',
  );
});
