import type { KubernetesObject } from './objects/object.ts';
import type { Resource } from './resources.ts';

/** A column of what `kubectl get` shows. */
interface Column {
  name: string;
  cell: (object: KubernetesObject, now: number) => unknown;
}

interface Inner {
  [key: string]: unknown;
}

const inner = (object: unknown, key: string): Inner =>
  ((object as Inner)[key] ?? {}) as Inner;

/** How old something is, in the two largest units that say enough: `12d`, `3h20m`. */
export function ageOf(creationTimestamp: string, now: number): string {
  const seconds = Math.max(0, now - Date.parse(creationTimestamp) / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 2) return `${Math.floor(seconds)}s`;
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  return days < 730 ? `${days}d` : `${Math.floor(days / 365)}y${days % 365}d`;
}

const NAME: Column = { name: 'Name', cell: object => object.metadata.name };
const AGE: Column = {
  name: 'Age',
  cell: (object, now) => ageOf(object.metadata.creationTimestamp, now),
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
  now: number,
): Record<string, unknown> {
  const columns = COLUMNS[resource.plural] ?? [NAME, AGE];
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: columns.map(({ name }) => ({
      name,
      type: 'string',
      format: name === 'Name' ? 'name' : '',
      description: '',
      priority: 0,
    })),
    rows: objects.map(object => ({
      cells: columns.map(({ cell }) => cell(object, now) ?? ''),
      object: {
        kind: 'PartialObjectMetadata',
        apiVersion: 'meta.k8s.io/v1',
        metadata: object.metadata,
      },
    })),
  };
}
