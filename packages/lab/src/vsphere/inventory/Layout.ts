import type { Estate } from '../../world/estate/Estate.ts';
import type {
  EstateNetworkPlan,
  EstateStoragePlan,
} from '../../world/estate/estatePlan.ts';
import type { Machine } from '../../world/estate/Machine.ts';

export const ROOT_FOLDER = 'group-d1';
export const DATACENTER = 'datacenter-2';
export const SWITCH = 'dvs-30';
export const UPLINKS = 'dvportgroup-31';
/** The folders every data centre has, by what they hold. */
export const SPECIAL_FOLDERS = {
  vm: 'group-v3',
  host: 'group-h4',
  datastore: 'group-s5',
  network: 'group-n6',
} as const;

/** The custom attributes that somebody has set up. */
const FIELDS = ['stage', 'tier', 'compliance', 'reviewed'];

export interface FolderPlace {
  id: string;
  name: string;
  parent: string;
}

/** Which object ids the things of an estate have; the same at every start. */
export class Layout {
  readonly estate: Estate;
  readonly folders: Map<string, FolderPlace> = new Map();
  private readonly teams: string[];
  /** Custom attributes by name; what machines bring along later is added. */
  readonly fieldKeys: Map<string, number> = new Map();
  private readonly numbers: Map<number, string> = new Map();

  constructor(estate: Estate) {
    this.estate = estate;
    this.teams = [
      ...new Set(estate.plan.folders.flatMap(({ team }) => team ?? [])),
    ];
    for (const { name } of estate.plan.folders) this.addFolder(name);
    for (const name of FIELDS) this.fieldKey(name);
    for (const machine of estate.machines.values())
      this.numbers.set(machine.number, machine.uuid);
    estate.onChange(({ kind, machine }) => {
      if (kind === 'added') this.numbers.set(machine.number, machine.uuid);
      if (kind === 'removed') this.numbers.delete(machine.number);
    });
  }

  fieldKey(name: string): number {
    const key = this.fieldKeys.get(name) ?? 101 + this.fieldKeys.size;
    this.fieldKeys.set(name, key);
    return key;
  }

  hostId(name: string): string {
    return `host-${10 + [...this.estate.hosts.keys()].indexOf(name)}`;
  }

  certificateManagerId(host: string): string {
    return this.hostId(host).replace('host-', 'certificateManager-');
  }

  clusterId(name: string): string {
    return `domain-c${8 + this.estate.plan.clusters.indexOf(name)}`;
  }

  storageId({ name }: EstateStoragePlan): string {
    const index = this.estate.plan.storages.findIndex(
      storage => storage.name === name,
    );
    return `datastore-${11 + index}`;
  }

  networkId({ name, kind }: EstateNetworkPlan): string {
    const index = this.estate.plan.networks.findIndex(
      network => network.name === name,
    );
    return kind === 'distributed'
      ? `dvportgroup-${40 + index}`
      : `network-${40 + index}`;
  }

  /** The pools of a cluster: its root pool, and one for each team. */
  poolsOf(cluster: string): { id: string; name: string; parent?: string }[] {
    const base = 1000 * (1 + this.estate.plan.clusters.indexOf(cluster));
    const root = `resgroup-${base}`;
    return [
      { id: root, name: 'Resources' },
      ...this.teams.map((name, index) => ({
        id: `resgroup-${base + 1 + index}`,
        name,
        parent: root,
      })),
    ];
  }

  poolOf(machine: Machine): string | undefined {
    // A template runs nowhere and belongs to no pool.
    if (machine.template) return undefined;
    const pools = this.poolsOf(machine.cluster);
    const team = this.estate.plan.folders.find(
      folder => folder.name === machine.folder,
    )?.team;
    return (pools.find(pool => pool.name === team) ?? pools[0])?.id;
  }

  folderOf(machine: Machine): string {
    return this.folders.get(machine.folder)?.id ?? SPECIAL_FOLDERS.vm;
  }

  machineId(machine: Machine): string {
    return `vm-${1000 + machine.number}`;
  }

  machineOf(id: string): Machine | undefined {
    const number = Number(/^vm-(\d+)$/.exec(id)?.[1]) - 1000;
    const uuid = this.numbers.get(number);
    return uuid === undefined ? undefined : this.estate.machines.get(uuid);
  }

  private addFolder(path: string): string {
    const known = this.folders.get(path);
    if (known) return known.id;
    const cut = path.lastIndexOf('/');
    const parent =
      cut < 0 ? SPECIAL_FOLDERS.vm : this.addFolder(path.slice(0, cut));
    const id = `group-v${100 + this.folders.size}`;
    this.folders.set(path, { id, name: path.slice(cut + 1), parent });
    return id;
  }
}
