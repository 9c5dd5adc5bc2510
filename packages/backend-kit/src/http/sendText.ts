import { once } from 'node:events';
import type { Response } from 'express';

/** A text that is made while it is sent. */
export interface TextFile {
  name: string;
  contentType: string;
  pieces: AsyncIterable<string>;
}

/** Who takes nothing for so long is gone: what it held is needed by others. */
const stallSeconds = 60;

/**
 * Sends a text piece by piece, no faster than the client takes it; stops
 * making it when the client leaves or stalls. A failure before the first
 * piece is thrown as any other; later the connection is cut, since an answer
 * that just ended would look complete.
 */
export async function sendText(
  response: Response,
  file: TextFile,
  stallMilliseconds: number = stallSeconds * 1000,
): Promise<void> {
  const pieces = file.pieces[Symbol.asyncIterator]();
  const left = new AbortController();
  response.once('close', () => left.abort());
  try {
    let piece = await pieces.next();
    response.setHeader('Content-Type', file.contentType);
    response.setHeader(
      'Content-Disposition',
      `attachment; filename="${file.name}"`,
    );
    response.setHeader('Cache-Control', 'no-store');
    while (!piece.done && !left.signal.aborted) {
      if (!response.write(piece.value)) {
        await drained(response, left.signal, stallMilliseconds);
      }
      piece = await pieces.next();
    }
    if (!left.signal.aborted) response.end();
  } catch (error) {
    if (!response.headersSent) throw error;
    response.destroy();
    if (!left.signal.aborted) throw error;
  } finally {
    await pieces.return?.();
  }
}

async function drained(
  response: Response,
  left: AbortSignal,
  stallMilliseconds: number,
): Promise<void> {
  const waited = AbortSignal.timeout(stallMilliseconds);
  try {
    await once(response, 'drain', { signal: AbortSignal.any([left, waited]) });
  } catch (error) {
    if (left.aborted) return;
    if (!waited.aborted) throw error;
    response.destroy();
  }
}
