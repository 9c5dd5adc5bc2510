import { fullName, nameOfRef, refOf, type SecretRef } from '../refs/secretRef';
import type { SecretRecord } from './SecretRecordStore';
import type { SecretService } from './SecretService';
import type { SecretMetadata, SecretStore } from './SecretStore';

/** One plugin's part of the secrets: it reaches no other's. */
export class PluginSecrets implements SecretStore {
  constructor(
    private readonly pluginId: string,
    private readonly open: () => Promise<SecretService>,
  ) {}

  async put(
    name: string,
    value: string,
    options: { by?: string } = {},
  ): Promise<SecretRef> {
    const whole = fullName(this.pluginId, name);
    await (await this.open()).put(whole, value, options.by ?? null);
    return refOf(whole);
  }

  async get(ref: SecretRef): Promise<string> {
    const name = nameOfRef(this.pluginId, ref);
    return (await this.open()).get(name);
  }

  async delete(ref: SecretRef): Promise<void> {
    const name = nameOfRef(this.pluginId, ref);
    await (await this.open()).delete(name);
  }

  async list(prefix?: string): Promise<SecretMetadata[]> {
    const under =
      prefix === undefined
        ? `${this.pluginId}/`
        : `${fullName(this.pluginId, prefix)}/`;
    const records = await (await this.open()).list(under);
    return records.map(toMetadata);
  }

  async metadata(ref: SecretRef): Promise<SecretMetadata | undefined> {
    const name = nameOfRef(this.pluginId, ref);
    const record = await (await this.open()).find(name);
    return record ? toMetadata(record) : undefined;
  }
}

function toMetadata(record: SecretRecord): SecretMetadata {
  const { name, version, place, createdAt, changedAt, changedBy } = record;
  return { ref: refOf(name), version, place, createdAt, changedAt, changedBy };
}
