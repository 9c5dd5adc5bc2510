import { readFile, stat } from 'node:fs/promises';
import { keyTexts, parseMasterKey, type MasterKey } from './masterKey';

/** Where master keys come from. */
export interface KeySources {
  /** The keys themselves, in base64, from the environment. */
  text?: string;
  /** A file that holds them. */
  file?: string;
}

/** The master keys that are there now, and what is wrong with them. */
export interface Keys {
  /** The one to seal with; null when there is none. */
  current: MasterKey | null;
  byId: ReadonlyMap<string, MasterKey>;
  /** Why there is no key, or fewer than were named; in words for people. */
  problem: string | null;
}

const howToMake = 'make one with: openssl rand -base64 32';

/**
 * The master keys of this process. A key file is read again when it changes,
 * so that a rotation needs no restart.
 */
export class KeyRing {
  private fromFile: { stamp: string; keys: Keys } | null = null;

  constructor(private readonly sources: KeySources) {}

  /** The keys as they are now. Never rejects: without keys it says why. */
  async keys(): Promise<Keys> {
    const { text, file } = this.sources;
    if (text !== undefined && text.trim() !== '') {
      return keysOf(text, 'FLYLOFT_SECRETS_KEY (flyloft.secrets.key)');
    }
    if (file) return this.readFile(file);
    return {
      current: null,
      byId: new Map(),
      problem: `There is no master key for secrets: set FLYLOFT_SECRETS_KEY or FLYLOFT_SECRETS_KEY_FILE; ${howToMake}`,
    };
  }

  private async readFile(file: string): Promise<Keys> {
    try {
      const { mtimeMs, size, ino } = await stat(file);
      const stamp = `${mtimeMs} ${size} ${ino}`;
      if (this.fromFile?.stamp !== stamp) {
        const keys = keysOf(await readFile(file, 'utf8'), `The file ${file}`);
        this.fromFile = { stamp, keys };
      }
      return this.fromFile.keys;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
      this.fromFile = null;
      return {
        current: null,
        byId: new Map(),
        problem: `The file with the master key of secrets can't be read (${file}: ${code})`,
      };
    }
  }
}

function keysOf(text: string, where: string): Keys {
  const parsed = keyTexts(text).map(parseMasterKey);
  const keys = parsed.filter(key => key !== null);
  return {
    // A damaged first key must not make the second one seal in its place.
    current: parsed[0] ?? null,
    byId: new Map(keys.map(key => [key.id, key])),
    problem:
      parsed.length > 0 && keys.length === parsed.length
        ? null
        : `${where} must hold a key of 32 bytes in base64, or several; ${howToMake}`,
  };
}
