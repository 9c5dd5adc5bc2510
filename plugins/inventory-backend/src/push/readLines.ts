import { PushError } from './PushError';

/** How large a push may be. */
export interface PushLimits {
  lineBytes: number;
  totalBytes: number;
}

/** One line of a body, with its number as editors count. */
export interface NumberedLine {
  number: number;
  text: string;
}

const newline = 0x0a;

/**
 * Cuts a body into lines as it comes, and asks for more only when a line was
 * taken: a slow database slows the sender down. Empty lines are skipped. Holds
 * one line and one chunk.
 *
 * @throws PushError `too-large`, or `invalid` where a line is no UTF-8
 */
export async function* readLines(
  body: AsyncIterable<Buffer>,
  limits: PushLimits,
): AsyncGenerator<NumberedLine> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let parts: Buffer[] = [];
  let lineBytes = 0;
  let totalBytes = 0;
  let number = 1;

  const take = (part: Buffer) => {
    lineBytes += part.length;
    if (lineBytes > limits.lineBytes) {
      throw new PushError(
        'too-large',
        `line ${number}: longer than ${limits.lineBytes} bytes; a line holds one record`,
      );
    }
    parts.push(part);
  };
  const finished = (): NumberedLine => {
    const line = { number, text: textOf(parts, decoder, number).trim() };
    parts = [];
    lineBytes = 0;
    number += 1;
    return line;
  };

  for await (const chunk of body) {
    totalBytes += chunk.length;
    if (totalBytes > limits.totalBytes) {
      throw new PushError(
        'too-large',
        `The push is larger than ${limits.totalBytes} bytes; push in parts with "complete": false`,
      );
    }
    let from = 0;
    for (
      let at = chunk.indexOf(newline);
      at !== -1;
      at = chunk.indexOf(newline, from)
    ) {
      take(chunk.subarray(from, at));
      const line = finished();
      if (line.text !== '') yield line;
      from = at + 1;
    }
    take(chunk.subarray(from));
  }
  const last = finished();
  if (last.text !== '') yield last;
}

function textOf(parts: Buffer[], decoder: TextDecoder, number: number) {
  try {
    return decoder.decode(Buffer.concat(parts));
  } catch {
    throw new PushError('invalid', `line ${number}: not UTF-8`);
  }
}
