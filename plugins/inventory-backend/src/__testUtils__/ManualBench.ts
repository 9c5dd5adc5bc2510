import {
  manualPatchSchema,
  type GuestManual,
  type ManualPatchInput,
} from '@flyloft/plugin-inventory-common';
import type { Observation } from '@flyloft/plugin-inventory-node';
import { CustomFieldStore } from '../customFields/CustomFieldStore';
import { FreshnessStore } from '../freshness/FreshnessStore';
import { GuestListStore } from '../guests/GuestListStore';
import { GuestManualStore } from '../manual/GuestManualStore';
import { ManualService } from '../manual/ManualService';
import { everything, type Scope } from '../scope/scope';
import { aCluster, aGuest, aHost, aNic } from '../testing/observations';
import { SyncBench } from '../testing/SyncBench';

export const anna = 'user:default/anna';
export const web = 'group:default/team-web';
export const shop = 'group:default/team-shop';

/** The rights of who may edit everything. */
export const all = { sees: everything, annotates: everything, overrides: true };

/** An edit that every test of overrides begins with. */
export const running: ManualPatchInput = {
  reason: 'The agent lies',
  overrides: { powerState: { value: 'running' } },
};

/** Two clusters and a stopped guest of the team web, as a platform tells them. */
export const world = (
  facts: NonNullable<Parameters<typeof aGuest>[0]>['facts'] = {},
): Observation[] => [
  aCluster(),
  aCluster({ externalId: 'east', name: 'pve-east' }),
  aHost(),
  aGuest({
    facts: { pool: 'web', tags: ['prod'], powerState: 'stopped', ...facts },
    details: {
      hostName: 'seen',
      osType: 'Debian 12',
      osFamily: 'linux',
      nics: [
        aNic({
          addresses: [
            { address: '10.0.0.5', prefixLength: 24, source: 'agent' },
          ],
        }),
      ],
    },
  }),
];

/** A platform with one guest, and people who edit it. */
export class ManualBench {
  readonly fields: CustomFieldStore;
  readonly service: ManualService;
  readonly guests: GuestListStore;

  private constructor(readonly syncs: SyncBench) {
    this.fields = new CustomFieldStore(syncs.db);
    this.service = new ManualService(
      new GuestManualStore(syncs.db),
      this.fields,
    );
    this.guests = new GuestListStore(syncs.db, new FreshnessStore(syncs.db));
  }

  static async create(): Promise<ManualBench> {
    const owners = [
      { platformId: null, pool: 'web', tag: null, ownerRef: web },
    ];
    return new ManualBench(await SyncBench.create({ owners }));
  }

  async guestId(): Promise<string> {
    return (await this.syncs.guest()).id as string;
  }

  /** Anna edits the guest. */
  async edit(
    patch: ManualPatchInput,
    options: {
      expected?: string | null;
      key?: string;
      rights?: typeof all;
    } = {},
  ): Promise<GuestManual> {
    const { after } = await this.service.edit(
      {
        id: await this.guestId(),
        patch: manualPatchSchema.parse(patch),
        actor: anna,
        expected: options.expected ?? null,
        idempotencyKey: options.key ?? null,
      },
      options.rights ?? all,
    );
    return after;
  }

  /** The names of the guests that a filter finds. */
  async names(filter: string, scope: Scope = everything): Promise<string[]> {
    const page = await this.guests.list({ filter: [filter] }, scope);
    return page.items.map(guest => guest.name);
  }

  async drop(): Promise<void> {
    await this.syncs.drop();
  }
}
