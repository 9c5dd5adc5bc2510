import { csvFile, type TextFile } from '@flyloft/backend-kit';
import type { FactTable, ListQuery } from '@flyloft/kit-common';
import {
  addressFacts,
  clusterFacts,
  csvQuerySchema,
  customFactName,
  guestFacts,
  guestReadPermission,
  hostFacts,
  infrastructureReadPermission,
  networkFacts,
  storageFacts,
  type Change,
  type ExportedList,
} from '@flyloft/plugin-inventory-common';
import { endpoint, type Caller, type Endpoint } from '../http/endpoint';
import type { InventoryServices } from '../http/services';
import { requirePast } from '../http/requirePast';
import { everything } from '../scope/scope';
import { csvColumns } from './csvColumns';
import { ExportGate } from './ExportGate';

/** How one list is exported. */
interface Exported {
  name: ExportedList;
  permission: Endpoint['permission'];
  columns: readonly string[];
  /** Columns that people defined. */
  customColumns?: () => Promise<string[]>;
  rows(query: ListQuery, caller: Caller): Promise<AsyncIterable<object[]>>;
}

/** Every list as a CSV file: the same query, all rows, the chosen columns. */
export function csvEndpoints(
  services: InventoryServices,
  gate: ExportGate = new ExportGate(),
): Endpoint[] {
  return [...listsOfGuests(services), ...listsOfThings(services)].map(
    exported =>
      endpoint({
        method: 'get',
        path: `/${exported.name}.csv`,
        summary: `Export ${exported.name === 'history' ? 'changes' : exported.name}`,
        permission: exported.permission,
        query: csvQuerySchema,
        answer: 'csv',
        async handle({ query, caller }): Promise<TextFile> {
          const { columns: chosen, byteOrderMark, ...listQuery } = query;
          const custom = (await exported.customColumns?.()) ?? [];
          const columns = csvColumns([...exported.columns, ...custom], chosen);
          const rows = await exported.rows(listQuery, caller);
          return csvFile(`${exported.name}.csv`, columns, gate.through(rows), {
            byteOrderMark,
          });
        },
      }),
  );
}

const withId = (facts: FactTable) => ['id', ...Object.keys(facts)];

function listsOfGuests({
  customFields,
  guests,
  addresses,
  history,
}: InventoryServices): Exported[] {
  const permission = guestReadPermission;
  return [
    {
      name: 'guests',
      permission,
      columns: withId(guestFacts),
      customColumns: async () =>
        (await customFields.definitions()).map(({ key }) =>
          customFactName(key),
        ),
      async rows(query, caller) {
        requirePast(query.at);
        return guests.stream(query, await caller.guestScope());
      },
    },
    {
      name: 'addresses',
      permission,
      // Its id is made of what stands beside it.
      columns: Object.keys(addressFacts),
      rows: async (query, caller) =>
        addresses.stream(query, await caller.guestScope()),
    },
    {
      name: 'history',
      permission,
      columns: changedFieldColumns,
      rows: async (query, caller) =>
        byField(history.stream(query, await caller.historyScope())),
    },
  ];
}

function listsOfThings(services: InventoryServices): Exported[] {
  const permission = infrastructureReadPermission;
  return [
    {
      name: 'hosts',
      permission,
      columns: withId(hostFacts),
      rows: async (query, caller) =>
        services.hosts.stream(query, await caller.guestScope()),
    },
    {
      name: 'clusters',
      permission,
      columns: withId(clusterFacts),
      rows: async (query, caller) =>
        services.clusters.stream(query, await caller.guestScope()),
    },
    {
      name: 'networks',
      permission,
      columns: withId(networkFacts),
      rows: async (query, caller) =>
        services.networks.stream(query, await caller.guestScope()),
    },
    {
      name: 'storages',
      permission,
      columns: withId(storageFacts),
      rows: async query => services.storages.stream(query, everything),
    },
  ];
}

const changedFieldColumns = [
  'at',
  'platformId',
  'kind',
  'objectId',
  'name',
  'operation',
  'cause',
  'by',
  'reason',
  'field',
  'from',
  'to',
  'runId',
  'sequence',
];

/** A line for each field that changed; for what has none, one of its own. */
async function* byField(batches: AsyncIterable<Change[]>) {
  for await (const changes of batches) {
    yield changes.flatMap(change =>
      change.fields.length === 0
        ? [change]
        : change.fields.map(field => ({ ...change, ...field })),
    );
  }
}
