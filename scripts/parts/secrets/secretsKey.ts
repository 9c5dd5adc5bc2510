/**
 * The master key under which the portal seals secrets in the database. It lies
 * beside the data, not in it: who copies the database alone copies no secret.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';

/**
 * Makes the key file once; an existing one is left as it is, also an empty or
 * a damaged one, which the portal then tells. Answers the file.
 */
export function provideSecretsKey(file: string): string {
  const text = [
    '# The master key of the secrets that this portal keeps. Back it up apart',
    '# from the database: without it they are lost.',
    randomBytes(32).toString('base64'),
    '',
  ].join('\n');
  try {
    fs.writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return file;
}
