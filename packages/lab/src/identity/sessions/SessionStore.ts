import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Adapter, AdapterPayload } from 'oidc-provider';

type Row = { payload: AdapterPayload; expiresAt: number | null };

/**
 * Keeps the provider's sessions, grants and tokens in memory and, when it is
 * given a file, there as well: somebody who is signed in stays so when the lab
 * restarts. A write that was under way when the process was killed is lost,
 * which costs one sign-in.
 */
export class SessionStore {
  private readonly rows: Map<string, Row>;
  private readonly file: string | undefined;
  private writing: Promise<void> | undefined;
  private dirty = false;

  private constructor(rows: Map<string, Row>, file: string | undefined) {
    this.rows = rows;
    this.file = file;
  }

  static async open(file: string | undefined): Promise<SessionStore> {
    const rows = file ? await readRows(file) : [];
    return new SessionStore(new Map(rows), file);
  }

  /** The adapter oidc-provider wants for one of its models. */
  adapter(model: string): Adapter {
    const key = (id: string) => `${model}:${id}`;
    return {
      upsert: async (id, payload, expiresIn) => {
        const expiresAt = expiresIn ? Date.now() + expiresIn * 1000 : null;
        this.rows.set(key(id), { payload, expiresAt });
        this.changed();
      },
      find: async id => this.live(key(id))?.payload,
      findByUid: async uid =>
        this.findBy(model, payload => payload.uid === uid),
      findByUserCode: async code =>
        this.findBy(model, payload => payload.userCode === code),
      consume: async id => {
        const row = this.live(key(id));
        if (row) row.payload.consumed = Math.floor(Date.now() / 1000);
        this.changed();
      },
      destroy: async id => {
        this.rows.delete(key(id));
        this.changed();
      },
      revokeByGrantId: async grantId => {
        for (const [name, row] of this.rows) {
          if (name.startsWith(`${model}:`) && row.payload.grantId === grantId) {
            this.rows.delete(name);
          }
        }
        this.changed();
      },
    };
  }

  /** Waits until what is in memory stands in the file. */
  async flush(): Promise<void> {
    while (this.writing) await this.writing;
  }

  private live(name: string): Row | undefined {
    const row = this.rows.get(name);
    if (row && row.expiresAt !== null && row.expiresAt <= Date.now()) {
      this.rows.delete(name);
      return undefined;
    }
    return row;
  }

  private findBy(
    model: string,
    matches: (payload: AdapterPayload) => boolean,
  ): AdapterPayload | undefined {
    for (const [name, row] of this.rows) {
      if (name.startsWith(`${model}:`) && matches(row.payload))
        return this.live(name)?.payload;
    }
    return undefined;
  }

  private changed(): void {
    if (!this.file) return;
    this.dirty = true;
    this.writing ??= this.write(this.file)
      .catch((error: unknown) => {
        // Sign-in goes on from memory: only the next restart forgets who was signed in.
        process.emitWarning(
          `The lab's sessions could not be kept: ${String(error)}`,
        );
      })
      .finally(() => {
        this.writing = undefined;
      });
  }

  private async write(file: string): Promise<void> {
    await mkdir(dirname(file), { recursive: true });
    while (this.dirty) {
      this.dirty = false;
      const now = Date.now();
      const rows = [...this.rows].filter(
        ([, row]) => (row.expiresAt ?? Infinity) > now,
      );
      await writeFile(`${file}.new`, JSON.stringify(rows), { mode: 0o600 });
      await rename(`${file}.new`, file);
    }
  }
}

async function readRows(file: string): Promise<[string, Row][]> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as [string, Row][];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
