import {
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { KeyRing } from '../keys/KeyRing';
import { seal, SealBrokenError, unseal } from '../sealing/seal';
import type {
  SecretPlace,
  SecretRecord,
  SecretRecordStore,
} from './SecretRecordStore';

/** Where values lie that don't lie in PostgreSQL. */
export interface VaultSecrets {
  /** Answers which version of Vault's own holds the value. */
  write(name: string, value: string): Promise<number>;
  read(name: string, vaultVersion: number): Promise<string>;
  remove(name: string): Promise<void>;
}

/** What the service works with. */
export interface SecretServiceOptions {
  records: SecretRecordStore;
  keys: KeyRing;
  vault: VaultSecrets | null;
  /** Where new values go. */
  place: SecretPlace;
}

const longestValue = 65_536;

/**
 * Keeps every plugin's secrets by their full names. Where a value lies stands
 * with its record, so while secrets move from one place to the other both
 * are read, and nothing has to stop.
 */
export class SecretService {
  constructor(private readonly options: SecretServiceOptions) {}

  /** Keeps a value; answers the version of the record. */
  async put(name: string, value: string, by: string | null): Promise<number> {
    if (value === '' || value.length > longestValue) {
      throw new InputError(
        `A secret has 1 to ${longestValue} characters; this one has ${value.length}`,
      );
    }
    const { records, place, keys } = this.options;
    if (place === 'vault') {
      const vaultVersion = await this.vault().write(name, value);
      return records.putInVault(name, by, vaultVersion);
    }
    const { current, problem } = await keys.keys();
    if (!current) throw new ServiceUnavailableError(problem ?? 'No master key');
    const before = await records.find(name);
    const version = await records.putSealed(name, by, drawn =>
      seal(value, { name, version: drawn }, current),
    );
    if (before?.place === 'vault') await this.vault().remove(name);
    return version;
  }

  async get(name: string): Promise<string> {
    const record = await this.options.records.find(name);
    if (!record) throw new NotFoundError(`There is no secret '${name}'`);
    return this.open(record);
  }

  /** The value of a record. */
  async open(record: SecretRecord): Promise<string> {
    const { name, version, sealed, vaultVersion } = record;
    if (!sealed) return this.vault().read(name, vaultVersion ?? 0);
    const { byId, problem } = await this.options.keys.keys();
    const master = byId.get(sealed.keyId);
    if (!master) {
      throw new ServiceUnavailableError(
        `The secret '${name}' is sealed under the master key ${sealed.keyId}, which this portal doesn't have${problem ? `: ${problem}` : '; add that key to those it has'}`,
      );
    }
    try {
      return unseal(sealed, { name, version }, master);
    } catch (error) {
      if (!(error instanceof SealBrokenError)) throw error;
      throw new ServiceUnavailableError(
        `The secret '${name}' doesn't open: its row was damaged or exchanged; enter the secret again`,
      );
    }
  }

  async delete(name: string): Promise<void> {
    const gone = await this.options.records.delete(name);
    if (gone?.place === 'vault') await this.vault().remove(name);
  }

  list(prefix: string): Promise<SecretRecord[]> {
    return this.options.records.list(prefix);
  }

  find(name: string): Promise<SecretRecord | null> {
    return this.options.records.find(name);
  }

  private vault(): VaultSecrets {
    if (this.options.vault) return this.options.vault;
    throw new ServiceUnavailableError(
      'The secret lies in Vault, and flyloft.secrets.vault does not say where that is',
    );
  }
}
