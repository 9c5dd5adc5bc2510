import { generateKeyPairSync, randomBytes, type JsonWebKey } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the provider signs with. Kept over restarts, so that what it signed stays valid. */
export type IdentityKeys = {
  signing: JsonWebKey & { kid: string; use: 'sig'; alg: 'RS256' };
  cookies: string[];
};

/** Reads the keys kept in a directory, and makes them the first time or when nothing is kept. */
export async function loadKeys(
  directory: string | undefined,
): Promise<IdentityKeys> {
  if (!directory) return makeKeys();
  const file = join(directory, 'keys.json');
  const kept = await readFile(file, 'utf8').catch(ifMissing);
  if (kept !== undefined) return JSON.parse(kept) as IdentityKeys;

  const keys = makeKeys();
  await mkdir(directory, { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(keys), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return keys;
}

function makeKeys(): IdentityKeys {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    signing: {
      ...privateKey.export({ format: 'jwk' }),
      kid: randomBytes(8).toString('hex'),
      use: 'sig',
      alg: 'RS256',
    },
    cookies: [randomBytes(24).toString('hex')],
  };
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
