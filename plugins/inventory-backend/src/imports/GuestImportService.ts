import type {
  AppliedImport,
  GuestImport,
  GuestImportApplication,
} from '@flyloft/plugin-inventory-common';
import type { ListQuery } from '@flyloft/kit-common';
import type { Knex } from 'knex';
import { patiently } from '../bulkEdits/BulkEditService';
import type { CustomFieldStore } from '../customFields/CustomFieldStore';
import type { ManualRights } from '../manual/ManualService';
import { anyOwner, type OwnerDirectory } from '../owners/ownerDirectory';
import { findGuests, nameOfRow } from './findGuests';
import type {
  GuestImportStore,
  ImportRowPage,
  PlannedRow,
} from './GuestImportStore';
import { OwnerWordStore } from './OwnerWordStore';
import { planRow, type PlanKnowledge } from './planRow';
import { readImport, type ImportRow } from './readImport';

/** A file as it is sent. */
export interface SentFile {
  name: string;
  body: AsyncIterable<Uint8Array>;
}

/** Takes in what people wrote in spreadsheets: looked at first, then applied. */
export class GuestImportService {
  constructor(
    private readonly deps: {
      db: Knex;
      store: GuestImportStore;
      fields: CustomFieldStore;
      directory?: OwnerDirectory;
    },
  ) {}

  /** The keys of the fields that people defined, which a file may fill. */
  async customKeys(): Promise<string[]> {
    return (await this.deps.fields.definitions()).map(({ key }) => key);
  }

  /** Says what each row of a file would do; writes nothing to guests. */
  async check(
    file: SentFile,
    actor: string,
    rights: ManualRights,
  ): Promise<GuestImport> {
    const { db, store, directory = anyOwner } = this.deps;
    const fields = await this.deps.fields.definitions();
    const { rows, ...columns } = await readImport(
      file.body,
      fields.map(({ key }) => key),
    );
    const guestOf = await findGuests(db, rows, rights);
    const guests = rows.flatMap(row => {
      const found = guestOf(row);
      return 'guest' in found ? [found.guest] : [];
    });
    const owners = new OwnerWordStore(db, directory);
    const known: PlanKnowledge = {
      fields,
      overrides: rights.overrides,
      owners: await owners.words(rows),
      labels: await owners.labels(guests),
    };
    const lines = new Map<string, number>();
    const planned = rows.map((row): PlannedRow => {
      const found = guestOf(row);
      if ('fault' in found) return refusedRow(row, found.fault);
      const { guest } = found;
      const earlier = lines.get(guest.id);
      if (earlier !== undefined) {
        return refusedRow(row, `Line ${earlier} is about this guest already`);
      }
      lines.set(guest.id, row.line);
      if (row.fault) return refusedRow(row, row.fault);
      return {
        line: row.line,
        guestId: guest.id,
        name: guest.name,
        ...planRow(row, guest, known),
      };
    });
    return store.add({ actor, fileName: file.name, ...columns, rows: planned });
  }

  async recent(actor: string): Promise<GuestImport[]> {
    return this.deps.store.recent(actor);
  }

  async get(id: string, actor: string): Promise<GuestImport> {
    return this.deps.store.get(id, actor);
  }

  async rows(
    id: string,
    actor: string,
    query: ListQuery,
  ): Promise<ImportRowPage> {
    return this.deps.store.rows(id, actor, query);
  }

  /** Writes what was shown, as one edit that can be undone. */
  async apply(
    id: string,
    application: GuestImportApplication,
    actor: string,
    { annotates, overrides }: ManualRights,
  ): Promise<AppliedImport> {
    return patiently(() =>
      this.deps.store.apply(id, {
        ...application,
        actor,
        annotates,
        overrides,
      }),
    );
  }
}

const refusedRow = (row: ImportRow, fault: string): PlannedRow => ({
  line: row.line,
  guestId: null,
  name: nameOfRow(row),
  before: {},
  after: {},
  errors: [fault],
});
