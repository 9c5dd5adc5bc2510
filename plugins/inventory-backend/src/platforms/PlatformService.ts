import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  askedFields,
  type PlatformAddition,
  type PlatformEdit,
  type PlatformEntry,
  type PlatformRemoval,
  type PlatformRemovalRequest,
  type PlatformTypeDescription,
  type PlatformValues,
} from '@flyloft/plugin-inventory-common';
import { isPushed } from '../push/pushPlatform';
import type { ConfiguredPlatform } from './ConfiguredPlatform';
import type { PlatformTrials } from './connection/PlatformTrials';
import { fileEntry, portalEntry } from './platformEntries';
import type { PlatformEntryStore, StoredPlatform } from './PlatformEntryStore';
import type { PlatformRegistry } from './PlatformRegistry';
import type { PlatformSecrets } from './PlatformSecrets';
import type { PlatformTypeRegistry } from './PlatformTypeRegistry';

/** What the service works with. */
export interface PlatformServiceOptions {
  entries: PlatformEntryStore;
  registry: PlatformRegistry;
  types: PlatformTypeRegistry;
  /** Those of the configuration files, in their order. */
  fixed: readonly ConfiguredPlatform[];
  secrets: PlatformSecrets;
  trials: PlatformTrials;
  usualIntervalSeconds(): Promise<number>;
  /** Asks for a sync of a platform that is new or other than before. */
  requestSync(platformId: string, by: string): Promise<void>;
}

/** An edit with what was there before, for the trail. */
export interface EditedPlatform {
  before: PlatformEntry | null;
  after: PlatformEntry;
  /** The secrets that were given anew, by field; never the values. */
  secretsChanged: string[];
}

/** A platform that is gone, and how many guests went with it. */
export interface RemovedPlatform {
  before: PlatformEntry;
  guestsDeleted: number;
}

/** What people do with platforms that they configure in the portal. */
export class PlatformService {
  constructor(private readonly options: PlatformServiceOptions) {}

  /** Every platform, those of the files first and read-only. */
  async list(): Promise<PlatformEntry[]> {
    const entries = await this.options.entries.list();
    return [
      ...this.options.fixed.map((platform, index) =>
        fileEntry(
          platform,
          index,
          this.options.trials.formOrNull(platform.type),
        ),
      ),
      ...entries.map(entry => this.shown(entry)),
    ];
  }

  listTypes(): PlatformTypeDescription[] {
    return this.options.types.list();
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<PlatformEntry> {
    const found = (await this.list()).find(entry => entry.id === id);
    if (!found) throw noPlatform(id);
    return found;
  }

  async add(wanted: PlatformAddition, by: string): Promise<EditedPlatform> {
    if (this.options.registry.isFixed(wanted.id)) throw takenByFile(wanted.id);
    const { type, values } = wanted;
    const trial = { type, values, secrets: wanted.secrets };
    this.options.trials.requireGood(
      type,
      values,
      await this.options.trials.secretsFor(trial),
    );
    const secrets = this.secretsAsked(wanted);
    const refs = await this.options.secrets.keep(wanted.id, secrets, by);
    const intervalSeconds = await this.intervalOf(wanted);
    const record = {
      ...this.recordOf(type, wanted, by),
      id: wanted.id,
      type,
      enabled: wanted.enabled,
      secretRefs: refs,
    };
    const added = await this.orForget(refs, () =>
      this.options.entries.add(record, intervalSeconds),
    );
    await this.takeUp(added, by);
    return {
      before: null,
      after: this.shown(added),
      secretsChanged: Object.keys(refs),
    };
  }

  /** @throws ConflictError when it is not the version that was looked at. */
  async edit(
    id: string,
    version: number,
    wanted: PlatformEdit,
    by: string,
  ): Promise<EditedPlatform> {
    const before = await this.own(id);
    requireVersion(before, version);
    const { type } = before;
    this.options.trials.requireGood(
      type,
      wanted.values,
      await this.options.trials.secretsFor({ ...wanted, id, type }),
    );
    const secrets = this.secretsAsked({ ...wanted, type });
    const anew = await this.options.secrets.keep(id, secrets, by);
    const secretRefs = this.refsAsked(before, wanted.values, anew);
    const record = {
      ...this.recordOf(type, wanted, by),
      id,
      type,
      enabled: before.enabled,
      secretRefs,
    };
    const intervalSeconds = await this.intervalOf(wanted);
    const restart = connectsElsewise(before, wanted.values, secretRefs);
    const after = await this.orForget(anew, () =>
      this.options.entries.replace(record, {
        version,
        intervalSeconds,
        restart,
      }),
    );
    const inUse = new Set(Object.values(secretRefs));
    await this.options.secrets.forget(
      Object.values(before.secretRefs).filter(ref => !inUse.has(ref)),
    );
    await this.takeUp(after, by);
    return {
      before: this.shown(before),
      after: this.shown(after),
      secretsChanged: Object.keys(anew),
    };
  }

  async setEnabled(
    id: string,
    version: number,
    enabled: boolean,
    by: string,
  ): Promise<EditedPlatform> {
    const before = await this.own(id);
    requireVersion(before, version);
    const after = await this.options.entries.replace(
      { ...before, enabled, changedBy: by },
      {
        version,
        intervalSeconds:
          before.intervalSeconds ?? (await this.options.usualIntervalSeconds()),
        restart: false,
      },
    );
    await this.takeUp(after, by);
    return {
      before: this.shown(before),
      after: this.shown(after),
      secretsChanged: [],
    };
  }

  /** What goes, or stays behind, when it is removed. */
  async removal(id: string): Promise<PlatformRemoval> {
    await this.own(id);
    return this.options.entries.removal(id);
  }

  /** Removes it and its secrets, and its guests where they are to go. */
  async remove(
    id: string,
    version: number,
    { guests, reason }: PlatformRemovalRequest,
    by: string,
  ): Promise<RemovedPlatform> {
    const before = await this.own(id);
    requireVersion(before, version);
    const guestsDeleted = await this.options.entries.remove(
      id,
      version,
      guests === 'delete' ? { actor: by, reason } : null,
    );
    await this.options.secrets.forget(Object.values(before.secretRefs));
    await this.options.registry.refresh();
    return { before: this.shown(before), guestsDeleted };
  }

  private async own(id: string): Promise<StoredPlatform> {
    if (this.options.registry.isFixed(id)) {
      throw new NotAllowedError(
        `The platform '${id}' stands in a configuration file, which wins; change it there`,
      );
    }
    const entry = await this.options.entries.find(id);
    if (!entry) throw noPlatform(id);
    return entry;
  }

  /** What was typed for one way to sign in is no secret of another. */
  private secretsAsked({
    type,
    values,
    secrets,
  }: Pick<PlatformAddition, 'type' | 'values' | 'secrets'>) {
    const form = this.options.types.formOf(type);
    const asked = askedFields(form, values).map(field => field.name);
    return Object.fromEntries(
      Object.entries(secrets).filter(([field]) => asked.includes(field)),
    );
  }

  /** The secrets of the fields that are asked now; others are of no use. */
  private refsAsked(
    { type, secretRefs }: StoredPlatform,
    values: PlatformValues,
    anew: Record<string, string>,
  ): Record<string, string> {
    const asked = askedFields(this.options.types.formOf(type), values);
    const names = new Set(asked.map(field => field.name));
    return Object.fromEntries(
      Object.entries({ ...secretRefs, ...anew }).filter(([field]) =>
        names.has(field),
      ),
    );
  }

  /** Only what the form asks in clear is kept; nobody would look after the rest. */
  private recordOf(type: string, wanted: PlatformEdit, by: string) {
    const { title, intervalMinutes, timeoutMinutes } = wanted;
    const { fields } = this.options.types.formOf(type);
    const inClear = fields.filter(({ kind }) => kind !== 'secret');
    const names = new Set(inClear.map(field => field.name));
    return {
      title,
      intervalSeconds: intervalMinutes === null ? null : intervalMinutes * 60,
      timeoutSeconds: timeoutMinutes * 60,
      values: Object.fromEntries(
        Object.entries(wanted.values).filter(([name]) => names.has(name)),
      ),
      changedBy: by,
    };
  }

  /** Writes a row; where that is refused, the new secrets are nobody's. */
  private async orForget<T>(
    refs: Record<string, string>,
    write: () => Promise<T>,
  ): Promise<T> {
    try {
      return await write();
    } catch (error) {
      await this.options.secrets.forget(Object.values(refs));
      throw error;
    }
  }

  private async takeUp(entry: StoredPlatform, by: string): Promise<void> {
    await this.options.registry.refresh();
    // One that is fed by push has nobody to ask.
    if (!entry.enabled || isPushed(entry)) return;
    await this.options.requestSync(entry.id, by);
  }

  private async intervalOf({ intervalMinutes }: PlatformEdit): Promise<number> {
    return intervalMinutes === null
      ? this.options.usualIntervalSeconds()
      : intervalMinutes * 60;
  }

  private shown(entry: StoredPlatform): PlatformEntry {
    const { registry } = this.options;
    return portalEntry(
      entry,
      registry.isFixed(entry.id)
        ? 'A configuration file names a platform of the same id, which wins'
        : registry.problemOf(entry.id),
    );
  }
}

const noPlatform = (id: string) =>
  new NotFoundError(`There is no platform '${id}' configured`);

const takenByFile = (id: string) =>
  new ConflictError(
    `'${id}' is the id of a platform in a configuration file; take another`,
  );

function requireVersion(entry: StoredPlatform, version: number): void {
  if (entry.version === version) return;
  throw new ConflictError(
    `The platform '${entry.id}' was edited by ${entry.changedBy} meanwhile; load it again`,
  );
}

/** Whether it is reached or signed in to in another way than before. */
function connectsElsewise(
  before: StoredPlatform,
  values: PlatformValues,
  refs: Record<string, string>,
): boolean {
  const sorted = (object: object) =>
    JSON.stringify(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
  return (
    sorted(before.values) !== sorted(values) ||
    sorted(before.secretRefs) !== sorted(refs)
  );
}
