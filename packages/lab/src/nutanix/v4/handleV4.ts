import type { WireReply, WireRequest } from '../../wire/PlatformServer.ts';
import type { PrismCentral } from '../PrismCentral.ts';
import { invalid, page, refusal, single } from './answers.ts';
import { etagOf, templateOf, vmOf } from './machines.ts';
import {
  categoryOf,
  clustersOf,
  containerOf,
  hostOf,
  imageOf,
  ownerOf,
  recoveryPointOf,
  subnetOf,
} from './things.ts';

/** A list: how many there are, and those of one page. */
interface List {
  total: number;
  slice(from: number, to: number): object[];
}

interface Collection {
  list(central: PrismCentral, version: string): List;
  /** One of them, where the API gives them alone. */
  one?(
    central: PrismCentral,
    extId: string,
    version: string,
  ): object | undefined;
}

/** The newest version of each namespace that this Prism Central has. */
const NEWEST = 'v4.2';

function listOf<T>(items: readonly T[], form: (item: T) => object): List {
  return {
    total: items.length,
    slice: (from, to) => items.slice(from, to).map(form),
  };
}

const collections: Record<string, Collection> = {
  'vmm/ahv/config/vms': {
    list: (central, version) =>
      listOf(central.machines(), machine => vmOf(central, machine, version)),
    one(central, extId, version) {
      const machine = central.estate.machines.get(extId);
      return machine && !machine.template
        ? vmOf(central, machine, version)
        : undefined;
    },
  },
  'vmm/content/images': {
    list: central =>
      listOf(central.estate.plan.images, image => imageOf(central, image)),
  },
  'vmm/content/templates': {
    list: central =>
      listOf(central.templates(), machine => templateOf(central, machine)),
  },
  'clustermgmt/config/clusters': {
    list: central => listOf(clustersOf(central), cluster => cluster),
  },
  'clustermgmt/config/hosts': {
    list: central => listOf(central.hosts(), host => hostOf(central, host)),
  },
  'clustermgmt/config/storage-containers': {
    list: central =>
      listOf(central.estate.plan.storages, storage =>
        containerOf(central, storage),
      ),
  },
  'networking/config/subnets': {
    list: central =>
      listOf(central.estate.plan.networks, network =>
        subnetOf(central, network),
      ),
    one(central, extId) {
      const network = central.estate.plan.networks.find(
        ({ name }) => central.id('network', name) === extId,
      );
      return network && subnetOf(central, network);
    },
  },
  'prism/config/categories': {
    list: central =>
      listOf(central.categories(), name => categoryOf(central, name)),
  },
  'iam/authn/users': {
    list: central =>
      listOf(central.estate.plan.folders, ({ name }) => ownerOf(central, name)),
  },
  'dataprotection/config/recovery-points': {
    list: central =>
      listOf(central.recoveryPoints(), point =>
        recoveryPointOf(central, point),
      ),
  },
};

const PATH = /^\/api\/([a-z]+)\/(v4\.\d+)\/(.+?)\/?$/;

/** Answers one call of the v4 interface; undefined where it has no such path. */
export function handleV4(
  central: PrismCentral,
  request: WireRequest,
): WireReply | undefined {
  // By this Nutanix's own clients find out which version to speak.
  if (/^\/api\/[a-z]+\/unversioned\/info$/.test(request.path)) {
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ data: NEWEST }),
    };
  }
  const [, namespace, version, rest] = PATH.exec(request.path) ?? [];
  if (!namespace || !version || !rest || version > NEWEST) return undefined;
  const collection = collections[`${namespace}/${rest}`];
  if (collection) return listPage(central, collection, version, request);
  const at = rest.lastIndexOf('/');
  const parent = collections[`${namespace}/${rest.slice(0, at)}`];
  if (!parent?.one) return undefined;
  const entity = central.hasRights
    ? parent.one(central, rest.slice(at + 1), version)
    : undefined;
  return entity
    ? single(entity, etagOf(entity))
    : refusal(404, 'The entity could not be found.', 'VMM-20005');
}

function number(
  query: URLSearchParams,
  name: string,
  otherwise: number,
): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  return /^\d+$/.test(text) ? Number(text) : NaN;
}

function listPage(
  central: PrismCentral,
  collection: Collection,
  version: string,
  { query, method }: WireRequest,
): WireReply {
  if (method !== 'GET') return refusal(405, 'Method not allowed.', 'VMM-20001');
  const limit = number(query, '$limit', 50);
  const index = number(query, '$page', 0);
  if (!(limit >= 1 && limit <= 100)) {
    return invalid('$limit must be between 1 and 100');
  }
  if (!(index >= 0)) return invalid('$page must not be negative');
  for (const name of query.keys()) {
    if (!['$page', '$limit', '$select'].includes(name)) {
      return invalid(`${name} is not supported by the lab`);
    }
  }
  if (!central.hasRights) return page([], 0);
  const list = collection.list(central, version);
  return page(list.slice(index * limit, (index + 1) * limit), list.total);
}
