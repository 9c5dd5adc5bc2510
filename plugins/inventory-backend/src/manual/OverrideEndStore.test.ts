import { manualPatchSchema } from '@flyloft/plugin-inventory-common';
import { CustomFieldStore } from '../customFields/CustomFieldStore';
import { everything } from '../scope/scope';
import { aCluster, aGuest, aHost } from '../testing/observations';
import { SyncBench } from '../testing/SyncBench';
import { GuestManualStore } from './GuestManualStore';
import { ManualService } from './ManualService';
import { OverrideEndStore } from './OverrideEndStore';

jest.setTimeout(120_000);

it('an override ends by itself, and only that one, as such in history', async () => {
  const bench = await SyncBench.create();
  try {
    await bench.sync([aCluster(), aHost(), aGuest()]);
    const { id } = await bench.guest();
    const service = new ManualService(
      new GuestManualStore(bench.db),
      new CustomFieldStore(bench.db),
    );
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    await service.edit(
      {
        id: id as string,
        patch: manualPatchSchema.parse({
          reason: 'For now',
          overrides: {
            powerState: { value: 'paused', until: soon },
            osType: { value: 'Haiku' },
          },
        }),
        actor: 'user:default/anna',
        expected: null,
        idempotencyKey: null,
      },
      { sees: everything, annotates: everything, overrides: true },
    );
    const ends = new OverrideEndStore(bench.db);
    expect(await ends.endDue()).toBe(0);

    // Its hour comes.
    const past = new Date(Date.now() - 1_000).toISOString();
    await bench.db.raw(
      `update guests set overrides_until = :past,
        overrides = jsonb_set(overrides, '{powerState,until}', to_jsonb(:past::text))`,
      { past },
    );
    expect(await ends.endDue()).toBe(1);
    expect(await bench.guest()).toMatchObject({
      power_state: 'running',
      os_type: 'Haiku',
      overrides_until: null,
    });
    expect(await bench.lastFields('vm-100')).toEqual({
      powerState: ['paused', 'running'],
      'overrides.powerState': [
        expect.objectContaining({ value: 'paused' }),
        null,
      ],
    });
    const [batch] = await bench
      .db('change_batches')
      .orderBy('first_sequence', 'desc');
    expect(batch).toMatchObject({ cause: 'expiry', actor: null });
    expect(await ends.endDue()).toBe(0);
  } finally {
    await bench.drop();
  }
});
