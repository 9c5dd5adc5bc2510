import type { KubernetesObject } from './objects/object.ts';
import type { Resource } from './resources.ts';

/** A column of what `kubectl get` shows. */
interface Column {
  name: string;
  cell: (object: KubernetesObject) => unknown;
}

interface Inner {
  [key: string]: unknown;
}

const inner = (object: unknown, key: string): Inner =>
  ((object as Inner)[key] ?? {}) as Inner;

const NAME: Column = { name: 'Name', cell: object => object.metadata.name };
const AGE: Column = {
  name: 'Age',
  cell: object => object.metadata.creationTimestamp,
};

const COLUMNS: Record<string, Column[]> = {
  virtualmachines: [
    NAME,
    AGE,
    { name: 'Status', cell: object => inner(object, 'status').printableStatus },
    { name: 'Ready', cell: object => String(inner(object, 'status').ready) },
  ],
  virtualmachineinstances: [
    NAME,
    AGE,
    { name: 'Phase', cell: object => inner(object, 'status').phase },
    { name: 'NodeName', cell: object => inner(object, 'status').nodeName },
  ],
};

/** Whether a client asked for rows to print instead of objects. */
export function wantsTable(accept: string | undefined): boolean {
  return /as=Table/.test(accept ?? '');
}

/** Objects as rows to print. */
export function table(
  resource: Resource,
  objects: KubernetesObject[],
  metadata: Record<string, unknown>,
): Record<string, unknown> {
  const columns = COLUMNS[resource.plural] ?? [NAME, AGE];
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: columns.map(({ name }) => ({
      name,
      type: name === 'Age' ? 'date' : 'string',
      format: name === 'Name' ? 'name' : '',
      description: '',
      priority: 0,
    })),
    rows: objects.map(object => ({
      cells: columns.map(({ cell }) => cell(object) ?? ''),
      object: {
        kind: 'PartialObjectMetadata',
        apiVersion: 'meta.k8s.io/v1',
        metadata: object.metadata,
      },
    })),
  };
}
