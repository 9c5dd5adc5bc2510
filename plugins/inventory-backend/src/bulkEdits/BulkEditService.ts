import { setTimeout as pause } from 'node:timers/promises';
import { InputError } from '@backstage/errors';
import {
  bulkEditLimits,
  type BulkDifference,
  type BulkEdit,
  type BulkEditRequest,
  type BulkPatch,
  type BulkPreview,
  type BulkUndo,
  type GuestSelection,
} from '@flyloft/plugin-inventory-common';
import type { CustomFieldStore } from '../customFields/CustomFieldStore';
import { checkCustomValues } from '../customFields/customValues';
import type { GuestListStore } from '../guests/GuestListStore';
import { GuestsBusy } from '../manual/GuestEditStore';
import type { GuestManualStore } from '../manual/GuestManualStore';
import { requireAllowed, type ManualRights } from '../manual/ManualService';
import type { ManualValues } from '../manual/manualValues';
import { namedIn, prepareEdit } from '../manual/prepareEdit';
import {
  anyOwner,
  requireKnownOwners,
  type OwnerDirectory,
} from '../owners/ownerDirectory';
import { requireFieldRights } from '../imports/importColumns';
import type { Scope } from '../scope/scope';
import {
  WorldMoved,
  type BulkEditStore,
  type PreparedBulk,
} from './BulkEditStore';
import { bulkRefusals } from './bulkRefusals';

/** The edit no longer does what was previewed. */
export class BulkDifferenceFound extends Error {
  constructor(
    message: string,
    readonly difference: BulkDifference,
  ) {
    super(message);
  }
}

/** How often an edit tries to get guests that a sync is just writing. */
const attempts = 5;
const pauseMilliseconds = 200;

/** Edits many guests at once: looked at first, then done, and undone. */
export class BulkEditService {
  constructor(
    private readonly deps: {
      store: BulkEditStore;
      guests: GuestListStore;
      manual: GuestManualStore;
      fields: CustomFieldStore;
      directory?: OwnerDirectory;
    },
  ) {}

  /** Says what an edit would do. */
  async preview(
    request: BulkEditRequest,
    actor: string,
    rights: ManualRights,
  ): Promise<BulkPreview> {
    return this.deps.store.preview(await this.prepare(request, actor, rights));
  }

  /**
   * Does what was previewed.
   *
   * @throws BulkDifferenceFound with a new preview, when the world moved.
   */
  async apply(
    id: string,
    actor: string,
    rights: ManualRights,
  ): Promise<BulkEdit> {
    const { store } = this.deps;
    const edit = await store.get(id, actor);
    const { selection, patch } = edit;
    // An import is applied by its own route, and a bulk edit only then.
    if ('importId' in selection) return edit;
    const prepared = await this.prepare({ selection, patch }, actor, rights);
    try {
      return await patiently(() => store.apply(id, prepared));
    } catch (error) {
      if (!(error instanceof WorldMoved)) throw error;
      throw new BulkDifferenceFound(error.message, {
        previewed: error.previewed,
        now: await store.preview(prepared),
      });
    }
  }

  /** Takes an edit back: by who made it, or who may set what it set. */
  async undo(
    id: string,
    by: { actor: string; reason: string | null },
    rights: ManualRights,
  ): Promise<BulkUndo> {
    const { store } = this.deps;
    const { patch, selection } = await store.get(
      id,
      rights.overrides ? null : by.actor,
    );
    if ('importId' in selection) {
      requireFieldRights(selection.fields, rights.overrides);
    } else {
      requireRights(patch, rights);
    }
    return patiently(() =>
      store.undo(id, { ...by, annotates: rights.annotates }),
    );
  }

  async list(actor: string, rights: ManualRights): Promise<BulkEdit[]> {
    return this.deps.store.list(rights.overrides ? null : actor);
  }

  async get(
    id: string,
    actor: string,
    rights: ManualRights,
  ): Promise<BulkEdit> {
    return this.deps.store.get(id, rights.overrides ? null : actor);
  }

  private async prepare(
    { selection, patch }: BulkEditRequest,
    actor: string,
    rights: ManualRights,
  ): Promise<PreparedBulk> {
    requireRights(patch, rights);
    const fields = patch.customFields
      ? await this.deps.fields.definitions()
      : [];
    checkCustomValues(patch.customFields ?? {}, fields);
    await requireKnownOwners(this.deps.directory ?? anyOwner, patch);
    const values = await this.valuesOf(patch);
    return {
      actor,
      selection,
      patch,
      ids: await this.idsOf(selection, rights.sees),
      values,
      refusals: bulkRefusals(values, { annotates: rights.annotates, fields }),
    };
  }

  private async valuesOf(patch: BulkPatch): Promise<ManualValues> {
    const { tags, ...rest } = patch;
    if (namedIn(rest).length === 0 && !tags) {
      throw new InputError('patch: name at least one thing to edit');
    }
    const cluster = patch.overrides?.cluster?.value;
    const clusters = cluster
      ? await this.deps.manual.clustersNamed(cluster)
      : {};
    if (cluster && Object.keys(clusters).length === 0) {
      throw new InputError(
        `overrides.cluster: there is no cluster '${cluster}'`,
      );
    }
    return { ...prepareEdit(rest, { clusters, now: new Date() }), tags };
  }

  private async idsOf(
    selection: GuestSelection,
    scope: Scope,
  ): Promise<string[]> {
    const most = bulkEditLimits.guests;
    const ids =
      'ids' in selection
        ? await this.deps.guests.seen(selection.ids, scope)
        : await this.deps.guests.matching(selection.query, scope, most + 1);
    if (ids.length > most) {
      throw new InputError(
        `More than ${most} guests match; narrow the filter and edit them in parts`,
      );
    }
    return ids;
  }
}

function requireRights(patch: BulkPatch, rights: ManualRights): void {
  const { tags: _tags, ...rest } = patch;
  // Whom the caller may annotate is decided guest by guest.
  requireAllowed(rest, { annotate: true, override: rights.overrides });
}

/** Tries again for a while, where a sync is just writing the same guests. */
export async function patiently<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      const busy = error instanceof GuestsBusy && attempt < attempts;
      if (!busy) throw error;
      await pause(pauseMilliseconds * attempt * (0.5 + Math.random()));
    }
  }
}
