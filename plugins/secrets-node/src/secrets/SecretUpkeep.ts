import { isError, ServiceUnavailableError } from '@backstage/errors';
import type { Keys, KeyRing } from '../keys/KeyRing';
import { rewrap, seal } from '../sealing/seal';
import type {
  SecretPlace,
  SecretRecord,
  SecretRecordStore,
} from './SecretRecordStore';
import type { SecretService, VaultSecrets } from './SecretService';

/** What upkeep works with. */
export interface SecretUpkeepOptions {
  records: SecretRecordStore;
  keys: KeyRing;
  vault: (VaultSecrets & { check(): Promise<unknown> }) | null;
  place: SecretPlace;
  service: SecretService;
}

/** How the store is. */
export interface SecretState {
  place: SecretPlace;
  problems: string[];
  postgresql: number;
  vault: number;
  keys: Array<{
    id: string;
    secrets: number;
    current: boolean;
    there: boolean;
  }>;
  vaultConfigured: boolean;
}

/** What an upkeep did. */
export interface UpkeepResult {
  done: number;
  failed: Array<{ name: string; problem: string }>;
}

const pageSize = 100;

/**
 * Looks after the secrets as a whole. Everything goes secret by secret while
 * the portal works: what somebody changes meanwhile is left as it is, and a
 * second run does what the first did not.
 */
export class SecretUpkeep {
  constructor(private readonly options: SecretUpkeepOptions) {}

  /** Says where secrets lie, and why some can't be read. */
  async state(): Promise<SecretState> {
    const [keys, counts] = await Promise.all([
      this.options.keys.keys(),
      this.options.records.counts(),
    ]);
    const countIn = (place: SecretPlace) =>
      counts
        .filter(each => each.place === place)
        .reduce((sum, { secrets }) => sum + secrets, 0);
    const shown = keysOf(keys, counts);
    const vault = countIn('vault');
    return {
      place: this.options.place,
      problems: [
        ...this.keyProblems(keys, shown),
        ...(await this.vaultProblems(vault)),
      ],
      postgresql: countIn('postgresql'),
      vault,
      keys: shown,
      vaultConfigured: this.options.vault !== null,
    };
  }

  /**
   * Wraps the data keys that are under older master keys under the current
   * one; afterwards the older ones can go. With `dataKeys`, every secret is
   * sealed anew under a data key of its own, whatever key it was under.
   *
   * @throws ServiceUnavailableError without a current key.
   */
  async rotate(options: { dataKeys?: boolean } = {}): Promise<UpkeepResult> {
    const keys = await this.options.keys.keys();
    const { current } = keys;
    if (!current) {
      throw new ServiceUnavailableError(keys.problem ?? 'No master key');
    }
    return this.each('postgresql', async record => {
      const { name, version, sealed } = record;
      if (!sealed) return false;
      if (options.dataKeys) {
        const value = await this.options.service.open(record);
        const anew = seal(value, { name, version }, current);
        return this.options.records.replace(
          { ...record, keyId: sealed.keyId },
          anew,
        );
      }
      if (sealed.keyId === current.id) return false;
      const from = keys.byId.get(sealed.keyId);
      if (!from) throw new Error(`its key ${sealed.keyId} is missing`);
      const wrappedKey = rewrap(
        sealed.wrappedKey,
        { name, version },
        { from, to: current },
      );
      return this.options.records.replace(
        { ...record, keyId: sealed.keyId },
        { ...sealed, wrappedKey, keyId: current.id },
      );
    });
  }

  /**
   * Moves every secret to one place. A value is written there before its
   * record says so, and removed from the other place after.
   *
   * @throws ServiceUnavailableError when that place is not configured.
   */
  async move(to: SecretPlace): Promise<UpkeepResult> {
    const { vault, service, records } = this.options;
    if (to === 'vault') {
      if (!vault) {
        throw new ServiceUnavailableError(
          'flyloft.secrets.vault does not say where Vault is',
        );
      }
      return this.each('postgresql', async record => {
        const value = await service.open(record);
        const vaultVersion = await vault.write(record.name, value);
        const keyId = record.sealed?.keyId ?? null;
        return records.replace({ ...record, keyId }, { vaultVersion });
      });
    }
    const { current, problem } = await this.options.keys.keys();
    if (!current) throw new ServiceUnavailableError(problem ?? 'No master key');
    return this.each('vault', async record => {
      const value = await service.open(record);
      const moved = await records.replace(
        { ...record, keyId: null },
        seal(value, record, current),
      );
      if (moved) await vault?.remove(record.name);
      return moved;
    });
  }

  private async each(
    place: SecretPlace,
    treat: (record: SecretRecord) => Promise<boolean>,
  ): Promise<UpkeepResult> {
    const result: UpkeepResult = { done: 0, failed: [] };
    let after = '';
    for (;;) {
      const page = await this.options.records.page(place, after, pageSize);
      for (const record of page) {
        try {
          if (await treat(record)) result.done += 1;
        } catch (error) {
          const problem = isError(error) ? error.message : 'unknown';
          result.failed.push({ name: record.name, problem });
        }
      }
      if (page.length < pageSize) return result;
      after = page.at(-1)!.name;
    }
  }

  private keyProblems(keys: Keys, shown: SecretState['keys']): string[] {
    const lost = shown.filter(key => !key.there);
    const needed = this.options.place === 'postgresql' || lost.length > 0;
    return [
      ...(keys.problem && needed ? [keys.problem] : []),
      ...lost.map(
        ({ id, secrets }) =>
          `${secrets} secrets are sealed under the master key ${id}, which this portal doesn't have: add that key, or enter those secrets again`,
      ),
    ];
  }

  private async vaultProblems(secrets: number): Promise<string[]> {
    const { vault, place } = this.options;
    if (place !== 'vault' && secrets === 0) return [];
    if (!vault) {
      return [
        `${secrets} secrets lie in Vault, and flyloft.secrets.vault does not say where that is`,
      ];
    }
    try {
      await vault.check();
      return [];
    } catch (error) {
      return [isError(error) ? error.message : 'Vault could not be asked'];
    }
  }
}

function keysOf(
  keys: Keys,
  counts: Array<{ keyId: string | null; secrets: number }>,
): SecretState['keys'] {
  const used = new Map(
    counts.flatMap(({ keyId, secrets }) =>
      keyId === null ? [] : [[keyId, secrets] as const],
    ),
  );
  return [...new Set([...keys.byId.keys(), ...used.keys()])].map(id => ({
    id,
    secrets: used.get(id) ?? 0,
    current: keys.current?.id === id,
    there: keys.byId.has(id),
  }));
}
