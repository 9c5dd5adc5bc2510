import { ResponseError } from '@backstage/errors';
import type { ListQuery, Page } from '@flyloft/kit-common';
import type {
  CustomField,
  CustomFieldCreationInput,
  CustomFieldQuery,
  CustomFieldUpdateInput,
} from '../customFields/customField';
import {
  bulkDifferenceSchema,
  type BulkDifference,
  type BulkEdit,
  type BulkEditRequestInput,
  type BulkPreview,
  type BulkUndo,
  type BulkUndoRequest,
} from '../bulkEdits/bulkEdit';
import {
  editConflictSchema,
  type EditConflict,
  type GuestManual,
  type ManualPatchInput,
} from '../manual/guestManual';
import type { OwnerLabel } from '../guests/guestAdditions';
import type { Person, PersonInput } from '../people/person';
import type { Removal, RemovedGuest } from '../removal/removal';
import { ImportCalls } from './ImportCalls';
import type { CallOptions } from './InventoryCalls';

/** What a command may carry beside its body. */
export interface CommandOptions extends CallOptions {
  /** The same key again is answered as the first time, and nothing is done twice. */
  idempotencyKey?: string;
}

/** The calls for what people add to guests. */
export abstract class ManualCalls extends ImportCalls {
  /** What people say of a guest, beside what its platform does. */
  getGuestManual(id: string, options?: CallOptions) {
    return this.get<GuestManual>(manualPath(id), {}, options);
  }

  /**
   * Edits what people say of a guest. `revision` is that of the `GuestManual`
   * which was shown; when somebody else edited in the meantime the call
   * throws, and `editConflictOf` tells both values. `*` takes whichever there is.
   */
  editGuestManual(
    id: string,
    revision: string,
    patch: ManualPatchInput,
    options: CommandOptions = {},
  ) {
    return this.command<GuestManual>('PATCH', manualPath(id), patch, options, {
      'If-Match': revision === '*' ? '*' : `"${revision}"`,
    });
  }

  /** Owners who have no account. */
  listPeople(query: ListQuery = {}, options?: CallOptions) {
    return this.get<Page<Person>>('people', query, options);
  }

  /** How an owner without an account is called. */
  getPersonName(id: string, options?: CallOptions) {
    return this.get<OwnerLabel>(
      `people/${encodeURIComponent(id)}/name`,
      {},
      options,
    );
  }

  createPerson(person: PersonInput, options?: CallOptions) {
    return this.post<Person>('people', person, options);
  }

  updatePerson(id: string, person: PersonInput, options?: CallOptions) {
    return this.sendBody<Person>(
      'PUT',
      `people/${encodeURIComponent(id)}`,
      person,
      options,
    );
  }

  /** The fields that people defined, with how many guests have a value. */
  listCustomFields(query: CustomFieldQuery = {}, options?: CallOptions) {
    return this.get<{ items: CustomField[] }>('custom-fields', query, options);
  }

  createCustomField(field: CustomFieldCreationInput, options?: CallOptions) {
    return this.post<CustomField>('custom-fields', field, options);
  }

  updateCustomField(
    key: string,
    field: CustomFieldUpdateInput,
    options?: CallOptions,
  ) {
    return this.sendBody<CustomField>('PUT', fieldPath(key), field, options);
  }

  /** Hides a field with its values, which can be restored. */
  removeCustomField(key: string, options?: CallOptions) {
    return this.post<CustomField>(`${fieldPath(key)}/remove`, {}, options);
  }

  restoreCustomField(key: string, options?: CallOptions) {
    return this.post<CustomField>(`${fieldPath(key)}/restore`, {}, options);
  }

  /** Deletes a guest by hand: it stays so until `restoreGuest`, though its platform lists it. */
  deleteGuest(id: string, removal: Removal, options: CommandOptions = {}) {
    return this.command<RemovedGuest>(
      'POST',
      `guests/${encodeURIComponent(id)}/delete`,
      removal,
      options,
    );
  }

  restoreGuest(id: string, removal: Removal, options: CommandOptions = {}) {
    return this.command<RemovedGuest>(
      'POST',
      `guests/${encodeURIComponent(id)}/restore`,
      removal,
      options,
    );
  }

  /** Says what an edit of many guests would do; `id` is what applies it. */
  previewBulkEdit(request: BulkEditRequestInput, options?: CallOptions) {
    return this.post<BulkPreview>('bulk-edits', request, options);
  }

  /** Does what was previewed; throws when the guests changed, and `bulkDifferenceOf` tells how. */
  applyBulkEdit(id: string, options?: CallOptions) {
    return this.post<BulkEdit>(`${bulkPath(id)}/apply`, {}, options);
  }

  undoBulkEdit(
    id: string,
    request: BulkUndoRequest = {},
    options?: CallOptions,
  ) {
    return this.post<BulkUndo>(`${bulkPath(id)}/undo`, request, options);
  }

  getBulkEdit(id: string, options?: CallOptions) {
    return this.get<BulkEdit>(bulkPath(id), {}, options);
  }

  /** The last fifty that were applied: one's own, or all for whom may override. */
  listBulkEdits(options?: CallOptions) {
    return this.get<{ items: BulkEdit[] }>('bulk-edits', {}, options);
  }

  /** Sends a command with its key, if it has one. */
  protected command<T>(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body: object,
    { idempotencyKey, ...options }: CommandOptions,
    headers: Record<string, string> = {},
  ) {
    return this.sendBody<T>(method, path, body, options, {
      ...headers,
      ...(idempotencyKey ? { 'Idempotency-Key': idempotencyKey } : {}),
    });
  }
}

const bulkPath = (id: string) => `bulk-edits/${encodeURIComponent(id)}`;

const fieldPath = (key: string) => `custom-fields/${encodeURIComponent(key)}`;

const manualPath = (id: string) => `guests/${encodeURIComponent(id)}/manual`;

/** Both values, when an edit met another one; null for every other error. */
export function editConflictOf(error: unknown): EditConflict | null {
  if (!(error instanceof ResponseError) || error.statusCode !== 412)
    return null;
  const { conflict } = error.body as { conflict?: unknown };
  return editConflictSchema.safeParse(conflict).data ?? null;
}

/** What was previewed and what would happen now, when a bulk edit was refused for it. */
export function bulkDifferenceOf(error: unknown): BulkDifference | null {
  if (!(error instanceof ResponseError) || error.statusCode !== 409)
    return null;
  const { difference } = error.body as { difference?: unknown };
  return bulkDifferenceSchema.safeParse(difference).data ?? null;
}
