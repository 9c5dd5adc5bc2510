import type { Readable } from 'node:stream';

/** An answer grew beyond what the call allows. */
export class TooLargeError extends Error {}

/** Hands a body on chunk by chunk, up to a size. */
export async function* limitedBody(
  body: Readable,
  maxBytes: number,
): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new TooLargeError(`the answer is larger than ${maxBytes} bytes`);
    }
    yield chunk;
  }
}

/** The whole body as text. */
export async function readText(
  body: Readable,
  maxBytes: number,
): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of limitedBody(body, maxBytes)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
