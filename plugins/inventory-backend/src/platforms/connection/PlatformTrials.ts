import { ConfigReader } from '@backstage/config';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  askedFields,
  configOf,
  endpointsOf,
  fieldProblems,
  type PlatformForm,
  type PlatformTest,
  type PlatformTrial,
  type PlatformValues,
} from '@flyloft/plugin-inventory-common';
import type { ConfiguredPlatform } from '../ConfiguredPlatform';
import { fileEntry } from '../platformEntries';
import type { PlatformEntryStore } from '../PlatformEntryStore';
import { givenFields, type PlatformSecrets } from '../PlatformSecrets';
import type { PlatformTypeRegistry } from '../PlatformTypeRegistry';
import type { ConnectionTest } from './ConnectionTest';
import type { EndpointTrust } from './endpointCertificate';

/** What trials work with. */
export interface PlatformTrialsOptions {
  entries: PlatformEntryStore;
  types: PlatformTypeRegistry;
  /** Those of the configuration files, in their order. */
  fixed: readonly ConfiguredPlatform[];
  secrets: PlatformSecrets;
  test: ConnectionTest;
}

/** Tries settings of platforms out, saved or not. It keeps nothing. */
export class PlatformTrials {
  constructor(private readonly options: PlatformTrialsOptions) {}

  /**
   * Tries settings out before they are kept. Secrets that are left empty are
   * those kept for the platform.
   *
   * @throws InputError when a field is not usable.
   */
  async test(trial: PlatformTrial): Promise<PlatformTest> {
    const { id = 'test', type, values } = trial;
    const form = this.options.types.formOf(type);
    const secrets = await this.secretsFor(trial);
    const platform = this.make(type, values, secrets, id);
    try {
      return await this.options.test.run({
        endpoints: endpointsOf(form, values),
        trust: trustOf(form, values),
        collector: platform.collector,
      });
    } finally {
      await platform.collector.close?.();
    }
  }

  /**
   * Tests a platform as it is saved, or as the files have it.
   *
   * @throws NotFoundError
   */
  async testSaved(id: string): Promise<PlatformTest> {
    const index = this.options.fixed.findIndex(platform => platform.id === id);
    const fixed = this.options.fixed[index];
    if (!fixed) {
      const saved = await this.options.entries.find(id);
      if (!saved) throw new NotFoundError(`There is no platform '${id}'`);
      return this.test({ ...saved, secrets: {} });
    }
    const form = this.formOrNull(fixed.type);
    const { values } = fileEntry(fixed, index, form);
    return this.options.test.run({
      endpoints: form ? endpointsOf(form, values) : [],
      trust: form ? trustOf(form, values) : { fingerprints: [] },
      collector: fixed.collector,
    });
  }

  /**
   * The secrets that settings would go with: those given, and of those left
   * empty what is kept. Kept ones go to addresses alone that were saved with
   * them: else whoever may edit a platform could have them sent to himself.
   *
   * @throws InputError asking for them anew.
   */
  async secretsFor(
    trial: Pick<PlatformTrial, 'id' | 'type' | 'values' | 'secrets'>,
  ): Promise<Record<string, string>> {
    const given = Object.fromEntries(
      givenFields(trial.secrets).map(field => [field, trial.secrets[field]!]),
    );
    const saved = trial.id ? await this.options.entries.find(trial.id) : null;
    if (saved?.type !== trial.type) return given;
    const form = this.options.types.formOf(trial.type);
    const fields = askedFields(form, trial.values).map(field => field.name);
    const kept = Object.keys(saved.secretRefs).filter(
      field => fields.includes(field) && !Object.hasOwn(given, field),
    );
    if (kept.length === 0) return given;
    const before = endpointsOf(form, saved.values).map(originOf);
    const anew = endpointsOf(form, trial.values).find(
      url => !before.includes(originOf(url)),
    );
    if (anew !== undefined) {
      throw new InputError(
        `${anew} is new: enter the secrets again, because those that are kept go only where they were entered for`,
      );
    }
    return { ...(await this.options.secrets.known(saved, kept)), ...given };
  }

  /**
   * @throws InputError when a field or the whole is not usable: the type's own
   *   maker has the last word.
   */
  requireGood(
    type: string,
    values: PlatformValues,
    secrets: Record<string, string>,
  ): void {
    void this.make(type, values, secrets, 'test').collector.close?.();
  }

  private make(
    type: string,
    values: PlatformValues,
    secrets: Record<string, string>,
    id: string,
  ): ConfiguredPlatform {
    const form = this.options.types.formOf(type);
    requireKnown(form, [...Object.keys(values), ...Object.keys(secrets)]);
    const there = new Set(Object.keys(secrets));
    const problems = Object.values(fieldProblems(form, values, there));
    if (problems.length > 0) throw new InputError(problems.join('; '));
    const config = new ConfigReader(configOf(form, values, secrets) as never);
    const settings = { ...untimed, id, type, title: id, config };
    try {
      return this.options.types.create(settings);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(inWordsOfForm(error.message, type, form));
    }
  }

  /** The form of a type, where it has one. */
  formOrNull(type: string): PlatformForm | null {
    return (
      this.options.types.list().find(one => one.type === type)?.form ?? null
    );
  }
}

const untimed = {
  intervalSeconds: 300,
  usesSiteInterval: false,
  timeoutSeconds: 900,
  initialDelaySeconds: 0,
};

/** What no field asks for is neither tried nor kept. */
function requireKnown(form: PlatformForm, names: string[]): void {
  const unknown = names.find(
    name => !form.fields.some(field => field.name === name),
  );
  if (unknown !== undefined) {
    throw new InputError(`${form.title} has no setting '${unknown}'`);
  }
}

/**
 * A type's own complaint names a key of the configuration files; whoever fills
 * in a form knows the field by its label: `Nodes must name at least one node`.
 */
function inWordsOfForm(
  message: string,
  type: string,
  { fields }: PlatformForm,
): string {
  const [, key, rest] = /^(\S+) of platform '[^']*' (.*)$/s.exec(message) ?? [];
  const field = fields.find(
    ({ name }) => key?.replace(/\[\d+\]$/, '') === `${type}.${name}`,
  );
  return field ? `${field.label}: it ${rest}` : message;
}

const originOf = (url: string) =>
  URL.canParse(url) ? new URL(url).origin : url;

function trustOf(form: PlatformForm, values: PlatformValues): EndpointTrust {
  const asked = askedFields(form, values);
  const pins = asked
    .filter(field => field.kind === 'fingerprints')
    .flatMap(field => values[field.name] ?? []) as string[];
  const ca = asked.some(field => field.name === 'ca') ? values.ca : undefined;
  return {
    fingerprints: pins,
    ca: typeof ca === 'string' && ca !== '' ? ca : undefined,
  };
}
