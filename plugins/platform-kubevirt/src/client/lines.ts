import { TooLargeError } from '@flyloft/plugin-inventory-node';

/**
 * Cuts a stream into lines. What stands after the last line break when it ends
 * was cut short, and is not handed out.
 */
export async function* linesOf(
  body: AsyncIterable<Uint8Array>,
  longestLine: number,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    let start = 0;
    for (;;) {
      const end = rest.indexOf('\n', start);
      if (end < 0) break;
      const line = rest.slice(start, end).trim();
      start = end + 1;
      if (line !== '') yield line;
    }
    rest = rest.slice(start);
    if (rest.length > longestLine) {
      throw new TooLargeError(
        `a line is longer than ${longestLine} characters`,
      );
    }
  }
}
