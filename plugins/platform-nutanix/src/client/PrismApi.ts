import type { ListName, Records } from '../wire/records';
import {
  categoryOfV4,
  imageOfV4,
  recoveryPointOfV4,
  templateOfV4,
  userOfV4,
} from '../wire/v4/content';
import { v4PageSchema } from '../wire/v4/answer';
import {
  clusterOfV4,
  containerOfV4,
  hostOfV4,
  subnetOfV4,
} from '../wire/v4/things';
import { vmOfV4 } from '../wire/v4/vm';
import { v3PageSchema } from '../wire/v3/answer';
import {
  clusterOfV3,
  hostOfV3,
  imageOfV3,
  projectOfV3,
  recoveryPointOfV3,
  subnetOfV3,
} from '../wire/v3/things';
import { vmOfV3 } from '../wire/v3/vm';
import type { PrismClient } from './PrismClient';

/** One page of a list. */
export interface Page<T> {
  items: T[];
  /** How many there are in all, by this page's word. */
  total: number;
}

/** Where a page begins, and how many it has at most. */
export interface PageRequest {
  offset: number;
  limit: number;
  signal: AbortSignal;
}

/** One of Prism Central's two interfaces: what it can list, and how. */
export interface PrismApi {
  /** `v4.2`, `v3`. */
  readonly version: string;
  /** How many entities a page has. */
  readonly pageSize: number;
  /** Whether pages are known by number, so that several can be asked at once. */
  readonly numberedPages: boolean;
  has(list: ListName): boolean;
  page<L extends ListName>(
    list: L,
    request: PageRequest,
  ): Promise<Page<Records[L]>>;
}

type Parsers = { [L in ListName]?: (entity: unknown) => Records[L] };

/** The published paths and the models behind them; see `wire/v4`. */
const v4Lists: Partial<Record<ListName, (vmm: string) => string>> = {
  vms: vmm => `/api/vmm/${vmm}/ahv/config/vms`,
  images: () => '/api/vmm/v4.0/content/images',
  templates: () => '/api/vmm/v4.0/content/templates',
  clusters: () => '/api/clustermgmt/v4.0/config/clusters',
  hosts: () => '/api/clustermgmt/v4.0/config/hosts',
  containers: () => '/api/clustermgmt/v4.0/config/storage-containers',
  subnets: () => '/api/networking/v4.0/config/subnets',
  categories: () => '/api/prism/v4.0/config/categories',
  users: () => '/api/iam/v4.0/authn/users',
  recoveryPoints: () => '/api/dataprotection/v4.0/config/recovery-points',
};

const v4Parsers: Parsers = {
  vms: vmOfV4,
  images: imageOfV4,
  templates: templateOfV4,
  clusters: clusterOfV4,
  hosts: hostOfV4,
  containers: containerOfV4,
  subnets: subnetOfV4,
  categories: categoryOfV4,
  users: userOfV4,
  recoveryPoints: recoveryPointOfV4,
};

const v3Kinds: Partial<Record<ListName, string>> = {
  vms: 'vm',
  images: 'image',
  clusters: 'cluster',
  hosts: 'host',
  subnets: 'subnet',
  projects: 'project',
  recoveryPoints: 'vm_recovery_point',
};

const v3Parsers: Parsers = {
  vms: vmOfV3,
  images: imageOfV3,
  clusters: clusterOfV3,
  hosts: hostOfV3,
  subnets: subnetOfV3,
  projects: projectOfV3,
  recoveryPoints: recoveryPointOfV3,
};

function parserOf<L extends ListName>(
  parsers: Parsers,
  list: L,
): (entity: unknown) => Records[L] {
  const parser = parsers[list] as ((entity: unknown) => Records[L]) | undefined;
  if (!parser) throw new Error(`This interface does not list ${list}`);
  return parser;
}

/** Prism Central's v4 interface, with the version of its virtual machines. */
export function v4Api(client: PrismClient, version: string): PrismApi {
  return {
    version,
    pageSize: 100,
    numberedPages: true,
    has: list => v4Lists[list] !== undefined,
    async page(list, { offset, limit, signal }) {
      const parser = parserOf(v4Parsers, list);
      const { entities, total } = await client.ask(
        {
          path: v4Lists[list]!(version),
          query: { $page: Math.floor(offset / limit), $limit: limit },
          signal,
        },
        v4PageSchema.transform(page => ({
          total: page.total,
          entities: page.entities.map(parser),
        })),
      );
      return { items: entities, total };
    },
  };
}

/** Prism Central's v3 interface. */
export function v3Api(client: PrismClient): PrismApi {
  return {
    version: 'v3',
    pageSize: 500,
    // The server may give fewer than asked for.
    numberedPages: false,
    has: list => v3Kinds[list] !== undefined,
    async page(list, { offset, limit, signal }) {
      const parser = parserOf(v3Parsers, list);
      const kind = v3Kinds[list]!;
      const { entities, total } = await client.ask(
        {
          path: `/api/nutanix/v3/${kind}s/list`,
          body: { kind, offset, length: limit },
          signal,
        },
        v3PageSchema.transform(page => ({
          total: page.total,
          entities: page.entities.map(parser),
        })),
      );
      return { items: entities, total };
    },
  };
}
