import { InputError, NotAllowedError } from '@backstage/errors';
import {
  guestEditPermission,
  guestOverridePermission,
  type EditConflict,
  type GuestManual,
  type ManualPatch,
} from '@flyloft/plugin-inventory-common';
import type { CustomFieldStore } from '../customFields/CustomFieldStore';
import { appliesTo, checkCustomValues } from '../customFields/customValues';
import {
  anyOwner,
  requireKnownOwners,
  type OwnerDirectory,
} from '../owners/ownerDirectory';
import type { Scope } from '../scope/scope';
import {
  StaleRevision,
  type GuestManualStore,
  type ManualBeforeAndAfter,
} from './GuestManualStore';
import {
  beyondAnnotation,
  namedValues,
  prepareEdit,
  wantedValues,
  type ClustersByPlatform,
} from './prepareEdit';

/** What the policy lets a caller see and say of guests. */
export interface ManualRights {
  sees: Scope;
  annotates: Scope;
  overrides: boolean;
}

/** An edit as it was sent. */
export interface EditRequest {
  id: string;
  patch: ManualPatch;
  actor: string;
  /** The revision that the caller read; null takes whichever there is. */
  expected: string | null;
  idempotencyKey: string | null;
}

/** An edit that met another one, with both values of each field. */
export class EditConflictFound extends Error {
  constructor(readonly conflict: EditConflict) {
    super('Somebody else edited this guest in the meantime');
  }
}

/** Checks and writes what people say of a guest. */
export class ManualService {
  constructor(
    private readonly store: GuestManualStore,
    private readonly fields: CustomFieldStore,
    private readonly directory: OwnerDirectory = anyOwner,
  ) {}

  /** What people say of a guest, and what its platform does. */
  async get(id: string, rights: ManualRights): Promise<GuestManual> {
    return this.store.get(id, rights.sees, await this.allowed(id, rights));
  }

  /**
   * Writes an edit.
   *
   * @throws EditConflictFound when somebody else was faster.
   */
  async edit(
    request: EditRequest,
    rights: ManualRights,
  ): Promise<ManualBeforeAndAfter> {
    const { id, patch } = request;
    const allowed = await this.allowed(id, rights);
    requireAllowed(patch, allowed);
    await this.checkFields(id, patch, rights);
    await requireKnownOwners(this.directory, patch);
    const values = prepareEdit(patch, {
      clusters: await this.clustersOf(id, patch),
      now: new Date(),
    });
    try {
      return await this.store.edit(
        {
          id,
          values,
          reason: patch.reason ?? null,
          expected: request.expected,
          command: {
            actor: request.actor,
            key: request.idempotencyKey,
            what: { edit: id, patch },
          },
        },
        rights.sees,
        allowed,
      );
    } catch (error) {
      if (!(error instanceof StaleRevision)) throw error;
      const current = await this.store.get(id, rights.sees, allowed);
      throw new EditConflictFound(conflictOf(patch, current));
    }
  }

  /** @throws NotFoundError when the caller doesn't see the guest. */
  private async allowed(
    id: string,
    rights: ManualRights,
  ): Promise<GuestManual['allowed']> {
    const nothing = { annotate: false, override: false };
    await this.store.get(id, rights.sees, nothing);
    const annotate =
      rights.annotates.kind === 'all' ||
      (await this.store.get(id, rights.annotates, nothing).then(
        () => true,
        () => false,
      ));
    return { annotate, override: rights.overrides };
  }

  private async checkFields(
    id: string,
    { customFields }: ManualPatch,
    rights: ManualRights,
  ): Promise<void> {
    if (!customFields) return;
    const fields = await this.fields.definitions();
    checkCustomValues(customFields, fields);
    const guest = await this.store.bearer(id, rights.sees);
    for (const key of Object.keys(customFields)) {
      const field = fields.find(one => one.key === key)!;
      if (!appliesTo(field, guest)) {
        throw new InputError(
          `customFields.${key}: '${field.label}' is not for this guest`,
        );
      }
    }
  }

  private async clustersOf(
    id: string,
    patch: ManualPatch,
  ): Promise<ClustersByPlatform> {
    const wanted = patch.overrides?.cluster?.value;
    if (wanted === undefined) return {};
    const clusters = await this.store.clustersNamed(wanted);
    const { platformId, names } = await this.store.clustersBeside(id);
    if (!clusters[platformId]) {
      throw new InputError(
        `overrides.cluster: there is no cluster '${wanted}' on ${platformId}; ${
          names.length > 0 ? `there are ${names.join(', ')}` : 'it has none'
        }`,
      );
    }
    return clusters;
  }
}

/** @throws NotAllowedError naming the permission that is missing, and for what. */
export function requireAllowed(
  patch: ManualPatch,
  allowed: GuestManual['allowed'],
): void {
  const beyond = beyondAnnotation(patch);
  if (beyond.length > 0 && !allowed.override) {
    throw new NotAllowedError(
      `You may not edit ${beyond.join(', ')} (permission ${guestOverridePermission.name})`,
    );
  }
  if (!allowed.annotate) {
    throw new NotAllowedError(
      `You may not edit this guest (permission ${guestEditPermission.name})`,
    );
  }
}

function conflictOf(patch: ManualPatch, current: GuestManual): EditConflict {
  const yours = wantedValues(patch);
  const theirs = namedValues(patch, current);
  return {
    current,
    fields: Object.keys(yours).map(field => ({
      field,
      yours: yours[field] ?? null,
      theirs: theirs[field] ?? null,
    })),
  };
}
