import fs from 'node:fs';

/**
 * Keeps a log that is being written from filling the disk: past the limit its
 * content moves to the file's predecessor and it begins anew. Its writer, who
 * appends, notices nothing; a line written in between may be lost.
 */
export function limitLog(file: string, mostBytes: number): void {
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= mostBytes) return;
  fs.copyFileSync(file, `${file}.1`);
  fs.truncateSync(file);
}
