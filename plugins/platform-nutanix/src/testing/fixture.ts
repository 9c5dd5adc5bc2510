import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** A hand-made answer, made as the document behind its folder's name says. */
export function fixture(name: string) {
  // eslint-disable-next-line no-restricted-syntax -- tests run from the sources
  const path = resolve(__dirname, '../../__fixtures__', `${name}.json`);
  return JSON.parse(readFileSync(path, 'utf8'));
}
