import {
  inCompletionOrder,
  type CollectContext,
  type CollectionGap,
  type KnownGuest,
  type Observation,
} from '@flyloft/plugin-inventory-node';
import type { KubernetesClient } from '../client/KubernetesClient';
import { KubernetesError } from '../client/KubernetesError';
import {
  attachmentSchema,
  claimSchema,
  dataSourceSchema,
  dataVolumeSchema,
  instancetypeSchema,
  machineSnapshotSchema,
  namespaceSchema,
  nodeSchema,
  preferenceSchema,
  storageClassSchema,
  volumeSnapshotSchema,
} from '../wire/things';
import { toInstance, toVirtualMachine } from '../wire/virtualMachine';
import { Catalogue, pageSize, servedGroups, versionsOf } from './Catalogue';
import { observedCluster } from './cluster';
import {
  externalIdOf,
  observedGuest,
  type JoinedGuest,
  type Surroundings,
} from './guests';
import { isHost, observedHost } from './hosts';
import { observedImage, observedSize } from './images';
import { joined, type JoinDoubt } from './joined';
import { kinds, type KindName } from './kinds';
import {
  attachedNetwork,
  observedNetwork,
  podNetwork,
  type AttachedNetwork,
} from './networks';
import type { KubeVirtSettings } from './settings';
import { namedSize } from './size';
import { SizeReader } from './SizeReader';
import { SnapshotIndex } from './snapshots';
import { observedStorage } from './storages';
import { claimFacts, dataVolumeFacts, type VolumeFacts } from './volumes';

/** What of the settings a run needs. */
export type RunSettings = Pick<
  KubeVirtSettings,
  'clusterName' | 'organizationLabel' | 'vdcLabel' | 'uiUrl'
>;

/** So many machines may say they run without that what runs was listed. */
const mostLost = { share: 0.2, guests: 10 };

/** Kinds without which a guest's details would lack what they had. */
const detailKinds: KindName[] = [
  'claims',
  'attachments',
  'instancetypes',
  'clusterInstancetypes',
];

/** One pass over a cluster: what guests refer to, then guests page by page. */
export class CollectionRun {
  private readonly signal: AbortSignal;

  constructor(
    private readonly client: KubernetesClient,
    private readonly settings: RunSettings,
    private readonly context: CollectContext,
  ) {
    this.signal = context.signal;
  }

  async *observations(): AsyncGenerator<Observation> {
    const { client, signal, settings } = this;
    this.progress('Reading the cluster', 0);
    const served = await servedGroups(client, signal);
    const versions = await versionsOf(client, served, signal);
    const catalogue = new Catalogue(client, served, signal);
    yield observedCluster(settings.clusterName, versions, settings.uiUrl);
    yield* this.hosts(catalogue);
    const attachments = new Map<string, AttachedNetwork>();
    yield* this.networks(catalogue, attachments);
    const sizes = new SizeReader(client, signal);
    yield* this.sizes(catalogue, sizes);
    const volumes = await this.volumes(catalogue);
    yield* this.storagesAndImages(catalogue, volumes);
    const surroundings: Surroundings = {
      attachments,
      volumes,
      snapshots: await this.snapshots(catalogue),
      ...(await this.tenants(catalogue)),
      uiUrl: settings.uiUrl,
      incomplete: incompleteBecause(catalogue),
    };
    yield* catalogue.gaps;
    yield* this.guests(catalogue, surroundings, sizes);
  }

  private progress(phase: string, done: number): void {
    this.context.progress({ phase, done, total: null });
  }

  private async *hosts(catalogue: Catalogue): AsyncGenerator<Observation> {
    this.progress('Reading hosts', 0);
    for await (const node of catalogue.permitted('nodes', object =>
      nodeSchema.parse(object),
    )) {
      if (isHost(node)) yield* observedHost(node, this.settings.uiUrl);
    }
  }

  private async *networks(
    catalogue: Catalogue,
    attachments: Map<string, AttachedNetwork>,
  ): AsyncGenerator<Observation> {
    this.progress('Reading networks', 0);
    yield podNetwork();
    for await (const attachment of catalogue.permitted('attachments', object =>
      attachmentSchema.parse(object),
    )) {
      attachments.set(attachment.key, attachedNetwork(attachment));
      yield observedNetwork(attachment);
    }
  }

  private async *sizes(
    catalogue: Catalogue,
    reader: SizeReader,
  ): AsyncGenerator<Observation> {
    for (const name of ['clusterInstancetypes', 'instancetypes'] as const) {
      for await (const instancetype of catalogue.permitted(name, object =>
        instancetypeSchema.parse(object),
      )) {
        reader.sizes.set(instancetype.key, namedSize(instancetype));
        yield observedSize(instancetype);
      }
    }
    for (const name of ['clusterPreferences', 'preferences'] as const) {
      for await (const { key, spec } of catalogue.permitted(name, object =>
        preferenceSchema.parse(object),
      )) {
        const topology = spec?.cpu?.preferredCPUTopology;
        if (topology !== undefined) reader.topologies.set(key, topology);
      }
    }
  }

  private async volumes(
    catalogue: Catalogue,
  ): Promise<Map<string, VolumeFacts>> {
    this.progress('Reading volumes', 0);
    const volumes = new Map<string, VolumeFacts>();
    for await (const volume of catalogue.permitted('dataVolumes', object =>
      dataVolumeSchema.parse(object),
    )) {
      volumes.set(volume.key, dataVolumeFacts(volume));
    }
    // Its claim knows better than what was asked for.
    for await (const claim of catalogue.permitted('claims', object =>
      claimSchema.parse(object),
    )) {
      volumes.set(claim.key, claimFacts(claim));
    }
    return volumes;
  }

  private async *storagesAndImages(
    catalogue: Catalogue,
    volumes: ReadonlyMap<string, VolumeFacts>,
  ): AsyncGenerator<Observation> {
    for await (const storage of catalogue.permitted('storageClasses', object =>
      storageClassSchema.parse(object),
    )) {
      yield observedStorage(storage);
    }
    for await (const source of catalogue.permitted('dataSources', object =>
      dataSourceSchema.parse(object),
    )) {
      yield observedImage(source, volumes);
    }
  }

  private async snapshots(catalogue: Catalogue): Promise<SnapshotIndex | null> {
    this.progress('Reading snapshots', 0);
    const index = new SnapshotIndex();
    for await (const each of catalogue.permitted('machineSnapshots', object =>
      machineSnapshotSchema.parse(object),
    )) {
      index.addMachineSnapshot(each);
    }
    for await (const each of catalogue.permitted('volumeSnapshots', object =>
      volumeSnapshotSchema.parse(object),
    )) {
      index.addVolumeSnapshot(each);
    }
    const isBlind =
      catalogue.isRefused('machineSnapshots') ||
      catalogue.isRefused('volumeSnapshots');
    return isBlind ? null : index;
  }

  private async tenants(
    catalogue: Catalogue,
  ): Promise<Pick<Surroundings, 'tenants' | 'knowsTenants'>> {
    const { organizationLabel, vdcLabel } = this.settings;
    const tenants = new Map<
      string,
      { organization: string | null; vdc: string | null }
    >();
    for await (const { key, metadata } of catalogue.permitted(
      'namespaces',
      object => namespaceSchema.parse(object),
    )) {
      tenants.set(key, {
        organization: metadata.labels?.[organizationLabel] ?? null,
        vdc: metadata.labels?.[vdcLabel] ?? null,
      });
    }
    return { tenants, knowsTenants: !catalogue.isRefused('namespaces') };
  }

  private async *guests(
    catalogue: Catalogue,
    surroundings: Surroundings,
    sizes: SizeReader,
  ): AsyncGenerator<Observation> {
    const doubt: JoinDoubt = { orphans: 0, example: null };
    const tally = { all: 0, lost: 0 };
    const stream = joined(
      catalogue.all('virtualMachines', toVirtualMachine),
      catalogue.all('instances', toInstance),
      doubt,
    );
    for await (const guest of inCompletionOrder(
      this.withKnown(stream),
      pageSize,
      async ({ joinedGuest, known }) =>
        observedGuest(
          joinedGuest,
          await sizes.read(joinedGuest),
          surroundings,
          known,
        ),
    )) {
      tally.all += 1;
      if (isLost(guest.facts.powerState, guest.facts.hostExternalId)) {
        tally.lost += 1;
      }
      yield guest;
      this.progress('Reading guests', tally.all);
    }
    if (
      tally.lost > mostLost.guests &&
      tally.lost > tally.all * mostLost.share
    ) {
      throw new KubernetesError('malformed', {
        call: 'GET virtualmachineinstances',
        reason: `${tally.lost} of ${tally.all} machines say they run, and nothing that runs was listed for them`,
      });
    }
    yield* guestGaps(doubt, sizes);
  }

  /** Asks what is known of guests a page at a time. */
  private async *withKnown(guests: AsyncIterable<JoinedGuest>): AsyncGenerator<{
    joinedGuest: JoinedGuest;
    known: KnownGuest | undefined;
  }> {
    const page: JoinedGuest[] = [];
    const settled = async () => {
      const known = await this.context.knownGuests(page.map(externalIdOf));
      return page.splice(0).map(joinedGuest => ({
        joinedGuest,
        known: known.get(externalIdOf(joinedGuest)),
      }));
    };
    for await (const guest of guests) {
      page.push(guest);
      if (page.length >= pageSize) yield* await settled();
    }
    if (page.length > 0) yield* await settled();
  }
}

function isLost(powerState: string, host: string | null): boolean {
  return (powerState === 'running' || powerState === 'paused') && host === null;
}

function incompleteBecause(catalogue: Catalogue): string | null {
  const refused = detailKinds.filter(name => catalogue.isRefused(name));
  return refused.length === 0
    ? null
    : `we may not list ${refused.map(name => kinds[name].plural).join(', ')}`;
}

function guestGaps(doubt: JoinDoubt, sizes: SizeReader): CollectionGap[] {
  const gaps: CollectionGap[] = [];
  if (doubt.orphans > 0) {
    gaps.push({
      kind: 'gap',
      scope: kinds.virtualMachines.plural,
      reason: `${doubt.orphans} that run were not listed, such as ${doubt.example}`,
      withholdsDeletions: ['guest'],
    });
  }
  if (sizes.unknown > 0) {
    gaps.push({
      kind: 'gap',
      scope: kinds.instancetypes.plural,
      reason: `the sizes of ${sizes.unknown} guests could not be found out`,
      withholdsDeletions: [],
    });
  }
  return gaps;
}
