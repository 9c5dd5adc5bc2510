import fs from 'node:fs';

const TAIL_BYTES = 16_384;

/** The end of a log, for people; a log of any size costs the same. */
export function lastLines(file: string, count: number): string {
  if (!fs.existsSync(file)) return '(nothing was written)';
  const handle = fs.openSync(file, 'r');
  try {
    const size = fs.fstatSync(handle).size;
    const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
    fs.readSync(handle, buffer, 0, buffer.length, size - buffer.length);
    const lines = buffer.toString('utf8').trimEnd().split('\n');
    const text = lines.slice(-count).map(shorten).join('\n');
    return text || '(nothing was written)';
  } finally {
    fs.closeSync(handle);
  }
}

function shorten(line: string): string {
  return line.length > 600 ? `${line.slice(0, 600)} ...` : line;
}
