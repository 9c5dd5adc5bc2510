/** All that happens to a platform's secret, by the ways people have. */
import { randomInt } from 'node:crypto';
import type {
  PlatformEntry,
  PlatformTest,
} from '@flyloft/plugin-inventory-common';
import type { SecretUpkeep } from '@flyloft/plugin-site-common';
import { InventoryAs } from '../../harness/inventory.ts';
import type { Session } from '../../harness/signIn.ts';
import type { EchoPlatform } from './EchoPlatform.ts';
import type { SecretHunt } from './SecretHunt.ts';

// No digits of hexadecimal: it is never there by chance.
const letters = 'ghjkmnpqrstvwxyz';

/** A secret whose core, of letters that no escaping changes, is hunted. */
export interface Canary {
  value: string;
  core: string;
}

/** Hunts a new secret; its value is one that few escapings leave as it is. */
export function newCanary(
  hunt: SecretHunt,
  name: string,
  around: readonly [string, string] = ['p"&%2F<', '>+\\='],
): Canary {
  const core = Array.from(
    { length: 14 },
    () => letters[randomInt(letters.length)],
  ).join('');
  hunt.add(name, core);
  return { value: around.join(core), core };
}

/** One way to sign in to some type of platform. */
interface Way {
  type: string;
  secret: string;
  /** What may stand around the letters of a secret, where not everything may. */
  around?: readonly [string, string];
  values(platform: EchoPlatform): Record<string, unknown>;
}

/** Every way that has a secret. */
export const ways: Record<string, Way> = {
  'proxmox-token': {
    type: 'proxmox',
    secret: 'tokenSecret',
    values: ({ url, fingerprint }) => ({
      endpoints: [url],
      fingerprints: [fingerprint],
      tokenId: 'flyloft@pve!portal',
    }),
  },
  'proxmox-password': {
    type: 'proxmox',
    secret: 'password',
    values: ({ url, fingerprint }) => ({
      endpoints: [url],
      fingerprints: [fingerprint],
      signIn: 'password',
      username: 'flyloft@pve',
    }),
  },
  'vsphere-password': {
    type: 'vsphere',
    secret: 'password',
    values: ({ url, fingerprint }) => ({
      endpoint: url,
      fingerprints: [fingerprint],
      username: 'flyloft@vsphere.local',
    }),
  },
  'nutanix-password': {
    type: 'nutanix',
    secret: 'password',
    values: ({ url, fingerprint }) => ({
      endpoint: url,
      fingerprints: [fingerprint],
      username: 'flyloft',
    }),
  },
  'nutanix-key': {
    type: 'nutanix',
    secret: 'apiKey',
    values: ({ url, fingerprint }) => ({
      endpoint: url,
      fingerprints: [fingerprint],
      signIn: 'key',
    }),
  },
  'kubevirt-token': {
    type: 'kubevirt',
    secret: 'token',
    around: ['eyJ-_.', '+/=='],
    values: ({ url, fingerprint }) => ({
      server: url,
      fingerprints: [fingerprint],
    }),
  },
};

const path = '/api/inventory/configured-platforms';
const body = (value: object) => ({ body: JSON.stringify(value) });
const times = { intervalMinutes: 1440, timeoutMinutes: 1 };

/** Settings of platforms as a person works with them. */
export class PlatformsAs {
  readonly #session: Session;
  readonly #inventory: InventoryAs;

  constructor(session: Session) {
    this.#session = session;
    this.#inventory = new InventoryAs(session);
  }

  test(trial: object): Promise<PlatformTest> {
    return this.#session.json(`${path}/test`, {
      method: 'POST',
      ...body(trial),
    });
  }

  testSaved(id: string): Promise<PlatformTest> {
    return this.#session.json(`${path}/${id}/test`, { method: 'POST' });
  }

  add(platform: {
    id: string;
    type: string;
    values: object;
    secrets: object;
  }): Promise<PlatformEntry> {
    return this.#session.json(path, {
      method: 'POST',
      ...body({ ...times, ...platform, title: platform.id, enabled: true }),
    });
  }

  edit(
    { id, version, title, values }: PlatformEntry,
    secrets: object,
  ): Promise<PlatformEntry> {
    return this.#session.json(`${path}/${id}`, {
      method: 'PUT',
      headers: { 'if-match': `"${version}"` },
      ...body({ ...times, title, values, secrets }),
    });
  }

  remove({ id, version }: PlatformEntry): Promise<PlatformEntry> {
    return this.#session.json(`${path}/${id}/remove`, {
      method: 'POST',
      headers: { 'if-match': `"${version}"` },
      ...body({ guests: 'delete', reason: 'the test is over' }),
    });
  }

  rotate(): Promise<SecretUpkeep> {
    return this.#session.json('/api/site/secret-store/rotate', {
      method: 'POST',
      ...body({ dataKeys: true }),
    });
  }

  /** Syncs a platform that gives nothing but words. */
  async syncInVain(id: string): Promise<void> {
    await this.#inventory.sync(id, ['failed', 'succeeded']);
  }

  async sync(id: string): Promise<void> {
    await this.#inventory.sync(id);
  }
}
