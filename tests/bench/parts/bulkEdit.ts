import { BulkEditService } from '../../../plugins/inventory-backend/src/bulkEdits/BulkEditService';
import { BulkEditStore } from '../../../plugins/inventory-backend/src/bulkEdits/BulkEditStore';
import { CustomFieldStore } from '../../../plugins/inventory-backend/src/customFields/CustomFieldStore';
import { FreshnessStore } from '../../../plugins/inventory-backend/src/freshness/FreshnessStore';
import { GuestListStore } from '../../../plugins/inventory-backend/src/guests/GuestListStore';
import { GuestManualStore } from '../../../plugins/inventory-backend/src/manual/GuestManualStore';
import { everything } from '../../../plugins/inventory-backend/src/scope/scope';
import { SyncBench } from '../../../plugins/inventory-backend/src/testing/SyncBench';
import { consoleLogger } from './consoleLogger';
import { runPart, tell, type PartInput } from './part';
import { worldOf, worldOwners } from './world';

const all = { sees: everything, annotates: everything, overrides: true };
const actor = 'user:default/bench';
/** The guests of ten of the hundred teams. */
const teams = Array.from({ length: 10 }, (_, i) => `group:default/team-${i}`);

void runPart<PartInput>(async ({ guests, rounds }) => {
  const bench = await SyncBench.create({
    owners: worldOwners,
    logger: consoleLogger,
  });
  await bench.sync(worldOf({ guests, round: 0, changeEvery: 0 }));
  const { db } = bench;
  const manual = new GuestManualStore(db);
  const edits = new BulkEditService({
    store: new BulkEditStore(db),
    guests: new GuestListStore(db, new FreshnessStore(db)),
    manual,
    fields: new CustomFieldStore(db),
  });
  // The first round warms up, and isn't told.
  for (let round = 0; round <= rounds; round++) {
    await db.raw('vacuum analyze');
    const update = await timed(() =>
      db('guests')
        .whereIn('owner_ref', teams)
        .update({ pool: `p${round}` }),
    );
    await db.raw('vacuum analyze');
    const preview = await timed(() =>
      edits.preview(
        {
          selection: { query: { filter: [`ownerRef:in:${teams.join(',')}`] } },
          patch: { project: `project-${round}`, stage: 'test' },
        },
        actor,
        all,
      ),
    );
    const { id } = preview.result;
    const apply = await timed(() => edits.apply(id, actor, all));
    const undo = await timed(() =>
      edits.undo(id, { actor, reason: null }, all),
    );
    if (undo.result.edit.restored !== update.result) {
      throw new Error(
        `${update.result} guests were updated, ${undo.result.edit.restored} edited and undone`,
      );
    }
    if (round === 0) continue;
    tell({
      changed: apply.result.effects.willChange,
      preview: preview.milliseconds,
      apply: apply.milliseconds,
      undo: undo.milliseconds,
      update: update.milliseconds,
    });
  }
  return () => bench.drop();
});

async function timed<T>(run: () => Promise<T>) {
  const began = performance.now();
  const result = await run();
  return { result, milliseconds: performance.now() - began };
}
