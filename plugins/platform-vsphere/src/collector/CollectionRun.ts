import type {
  CollectContext,
  CollectionGap,
  Observation,
  ObservedHost,
} from '@flyloft/plugin-inventory-node';
import {
  InventoryReader,
  type ObjectContent,
  type PropertySpec,
} from '../client/InventoryReader';
import type { ServiceContent, VsphereClient } from '../client/VsphereClient';
import { GuestIds } from '../guests/GuestIds';
import {
  guestPaths,
  guestPathsSince67,
  GuestReader,
} from '../guests/GuestReader';
import { parseInsideMemory } from '../guests/insideMemory';
import { imageOf, withDetails } from '../guests/observedGuest';
import { UnreadGuests } from '../guests/UnreadGuests';
import { CertificateReader } from '../hosts/CertificateReader';
import {
  clusterPaths,
  hostPaths,
  observedCluster,
  observedHost,
  silenceOf,
} from '../hosts/hosts';
import {
  NetworkPicture,
  networkPaths,
  portGroupPaths,
  switchPaths,
} from '../networks/NetworkPicture';
import { platformLinks, type PlatformLinks } from '../platformLinks';
import { datastorePaths, observedStorage } from '../storages/storages';
import { InventoryTree } from '../tree/InventoryTree';
import { missingPrivileges, privilegeGap } from './privileges';

// Their certificates are one more call for so many.
const hostsAtATime = 100;

/** What one run works with. */
export interface CollectionRunOptions {
  client: VsphereClient;
  uiUrl: string;
  pageSize: number;
  context: CollectContext;
  /** Ids of machines as former runs found them; this run adds its own. */
  uuidByMachine: Map<string, string>;
}

/** One pass over a vCenter: what is around machines, then the machines. */
export class CollectionRun {
  private readonly reader: InventoryReader;
  private readonly tree = new InventoryTree();
  private readonly networks = new NetworkPicture();
  private readonly datastores = new Map<string, string>();
  private readonly clusterOfHost = new Map<string, string>();
  private links!: PlatformLinks;

  constructor(private readonly run: CollectionRunOptions) {
    const { client, pageSize, context } = run;
    this.reader = new InventoryReader({
      client,
      pageSize,
      signal: context.signal,
      onRestart: reason =>
        context.logger.warn(`A retrieval begins anew: ${reason}`),
    });
  }

  async *observations(): AsyncGenerator<Observation> {
    const { client, context } = this.run;
    this.progress('Reading the inventory', 0);
    const content = await client.content(context.signal);
    this.links = platformLinks(this.run.uiUrl, content.instanceUuid);
    yield* await this.privilegeGaps(content);
    await this.readTree();
    yield* this.clustersAndHosts(content);
    yield* this.storages();
    yield* this.networksSeen();
    yield* this.guests(content);
  }

  /** Without the right to read at the top, what is not seen says nothing. */
  private async privilegeGaps(
    content: ServiceContent,
  ): Promise<CollectionGap[]> {
    const missing = await missingPrivileges(
      this.run.client,
      content,
      this.run.context.signal,
    );
    return missing.map(privilegeGap);
  }

  private async readTree(): Promise<void> {
    for (const kind of ['Datacenter', 'Folder', 'ResourcePool']) {
      const paths = ['name', 'parent'];
      for await (const object of this.objects({ kind, paths })) {
        this.tree.add(object);
      }
    }
    // The root is not in a view of itself, and is the one without a parent.
  }

  private async *clustersAndHosts({
    version,
  }: ServiceContent): AsyncGenerator<Observation> {
    for await (const object of this.objects({
      kind: 'ComputeResource',
      paths: clusterPaths,
    })) {
      yield observedCluster(object, version, this.links);
    }
    const { client, context } = this.run;
    const reader = new CertificateReader(client, this.reader, context.signal);
    for await (const page of inPages(
      this.objects({ kind: 'HostSystem', paths: hostPaths }),
      hostsAtATime,
    )) {
      const certificates = await reader.endsOf(page);
      for (const object of page) {
        yield* this.host(
          object,
          observedHost(object, this.links, certificates),
        );
      }
    }
  }

  private *host(
    object: ObjectContent,
    host: ObservedHost,
  ): Generator<Observation> {
    this.networks.addHost(object, host.name);
    if (host.clusterExternalId !== null) {
      this.clusterOfHost.set(host.externalId, host.clusterExternalId);
    }
    yield host;
    const reason = silenceOf(object);
    if (reason === undefined) return;
    yield {
      kind: 'unreachable',
      scope: 'host',
      externalId: host.externalId,
      reason,
    };
  }

  private async *storages(): AsyncGenerator<Observation> {
    for await (const object of this.objects({
      kind: 'Datastore',
      paths: datastorePaths,
    })) {
      const storage = observedStorage(object);
      this.datastores.set(storage.externalId, storage.name);
      yield storage;
    }
  }

  private async *networksSeen(): AsyncGenerator<Observation> {
    for await (const object of this.objects({
      kind: 'DistributedVirtualSwitch',
      paths: switchPaths,
    })) {
      this.networks.addSwitch(object);
    }
    const portGroups = new Set<string>();
    for await (const object of this.objects({
      kind: 'DistributedVirtualPortgroup',
      paths: portGroupPaths,
    })) {
      portGroups.add(object.ref.id);
      yield this.networks.portGroup(object);
    }
    // A view of networks shows their subclasses, too.
    for await (const object of this.objects({
      kind: 'Network',
      paths: networkPaths,
    })) {
      if (!portGroups.has(object.ref.id)) yield this.networks.network(object);
    }
  }

  private async *guests(content: ServiceContent): AsyncGenerator<Observation> {
    const reader = new GuestReader({
      tree: this.tree,
      networks: this.networks,
      datastores: this.datastores,
      clusterOfHost: this.clusterOfHost,
      customFields: await this.customFields(content),
      links: this.links,
    });
    const ids = new GuestIds(this.run.uuidByMachine);
    const failed = new UnreadGuests();
    let done = 0;
    for await (const page of inPages(
      this.objects({ kind: 'VirtualMachine', paths: pathsFor(content) }),
      this.run.pageSize,
    )) {
      const identified = page.flatMap(object => {
        const externalId = ids.of(object);
        return externalId === null ? [] : [{ object, externalId }];
      });
      const known = await this.run.context.knownGuests(
        identified.map(({ externalId }) => externalId),
      );
      for (const { object, externalId } of identified) {
        const before = known.get(externalId);
        const knownDigest = before?.digest ?? null;
        const read = reader.read(
          object,
          externalId,
          parseInsideMemory(before?.memory),
        );
        if (read.details) yield withDetails(read, read.details, knownDigest);
        else yield failed.note(read, reader.unreadReason(object), knownDigest);
        if (read.facts.template && read.details) {
          yield imageOf(read, read.details);
        }
      }
      done += page.length;
      this.progress('Reading guests', done);
    }
    yield* ids.gaps();
    yield* failed.gaps();
    this.run.uuidByMachine.clear();
    for (const [machine, uuid] of ids.found) {
      this.run.uuidByMachine.set(machine, uuid);
    }
  }

  private async customFields({
    customFieldsManager,
  }: ServiceContent): Promise<Map<string, string>> {
    const { client, context } = this.run;
    const names = new Map<string, string>();
    if (!customFieldsManager) return names;
    const content = await client.content(context.signal);
    const [object] = await client.repeated(context.signal, async () =>
      this.reader.ofObjects(
        content,
        await client.session(context.signal),
        [customFieldsManager],
        { kind: customFieldsManager.kind, paths: ['field'] },
      ),
    );
    for (const field of object?.properties.get('field')?.children ?? []) {
      const key = field.textOf('key');
      const name = field.textOf('name');
      if (key && name) names.set(key, name);
    }
    return names;
  }

  private objects(spec: PropertySpec): AsyncGenerator<ObjectContent> {
    return this.reader.objects(spec);
  }

  private progress(phase: string, done: number): void {
    this.run.context.progress({ phase, done, total: null });
  }
}

function pathsFor({ apiVersion }: ServiceContent): readonly string[] {
  const [major = 0, minor = 0] = apiVersion.split('.').map(Number);
  return major > 6 || (major === 6 && minor >= 7)
    ? [...guestPaths, ...guestPathsSince67]
    : guestPaths;
}

async function* inPages<T>(
  items: AsyncIterable<T>,
  size: number,
): AsyncGenerator<T[]> {
  let page: T[] = [];
  for await (const item of items) {
    page.push(item);
    if (page.length < size) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
