/**
 * Secrets of this installation, made once and kept in a file that only its
 * owner reads. Nothing of them is ever committed or shown, but the lab's
 * password, which is shown on purpose.
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { Problem } from '../../bootstrap/problem.mjs';

const GENERATORS = {
  postgresPassword: () => randomBytes(24).toString('base64url'),
  sessionSecret: () => randomBytes(32).toString('base64url'),
  auditKey: () => randomBytes(32).toString('base64url'),
  // Typed by people: short, and without signs that are hard to tell apart.
  labPassword: () => readable(12),
} as const;

export type Secrets = Record<keyof typeof GENERATORS, string>;

/** Reads the secrets and makes those that are missing. */
export function provideSecrets(file: string): Secrets {
  const known = read(file);
  const complete = Object.fromEntries(
    Object.entries(GENERATORS).map(([name, generate]) => [
      name,
      known[name] ?? generate(),
    ]),
  ) as Secrets;
  if (JSON.stringify(known) !== JSON.stringify(complete)) {
    const draft = `${file}.new`;
    fs.writeFileSync(draft, `${JSON.stringify(complete, null, 2)}\n`, {
      mode: 0o600,
    });
    fs.renameSync(draft, file);
  }
  return complete;
}

function read(file: string): Record<string, string> {
  if (!fs.existsSync(file)) return {};
  try {
    const parsed: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    if (parsed && typeof parsed === 'object' && !Array.isArray(parsed)) {
      return parsed as Record<string, string>;
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Problem(
    `${file} is damaged: it is not a JSON object.`,
    'It holds the password of the database beside it. Restore it from a backup, or remove the whole directory to begin anew.',
  );
}

function readable(length: number): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  // 31 signs: bytes of the last, incomplete round are thrown away.
  const limit = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < limit && text.length < length) {
        text += alphabet[byte % alphabet.length];
      }
    }
  }
  return text;
}
