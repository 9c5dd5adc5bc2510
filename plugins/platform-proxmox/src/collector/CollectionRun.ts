import {
  type CollectContext,
  type CollectionGap,
  inCompletionOrder,
  type KnownGuest,
  type Observation,
} from '@flyloft/plugin-inventory-node';
import type { ClusterClient } from '../client/ClusterClient';
import { isProxmoxFailure } from '../client/ProxmoxError';
import type { ClusterStatus } from '../wire/clusterAnswers';
import { nodesInMaintenance } from '../wire/nodeAnswers';
import type { Permissions } from '../wire/permissions';
import type { GuestRow } from '../wire/resources';
import { AgentReader } from './AgentReader';
import type { BackupPicture } from './backups';
import { bulkPicture, type BulkPicture } from './bulkPicture';
import { ContentReader } from './ContentReader';
import { GuestReader } from './GuestReader';
import { listedNodes, observedCluster, type ListedNode } from './hosts';
import { networkGap, readNetworks } from './NetworkReader';
import type { NetworkPicture } from './networks';
import { NodeReader, type NodeAnswer } from './NodeReader';
import type { PlatformLinks } from './platformLinks';
import {
  backupGap,
  mayAskAgents,
  missingPrivileges,
  privilegeGap,
  requiredPrivileges,
  seesAllBackups,
} from './privileges';
import { readHaRules, type HaRulePicture } from './haRules';
import { ReplicationPicture } from './replication';
import { observedStorages } from './storages';
import { readTaskEvidence } from './TaskReader';

// Guests whose configuration is under way or waits to be taken.
const pageSize = 500;
// How long a run waits in all for agents that say nothing.
const agentPatienceMilliseconds = 60_000;

/** What one run works with. */
export interface CollectionRunOptions {
  cluster: ClusterClient;
  links: PlatformLinks;
  agentEnabled: boolean;
  backupsEnabled: boolean;
  /** Counts the runs; guests take turns by it. */
  number: number;
  now: Date;
  context: CollectContext;
}

/** What a run knows before it asks nodes and guests. */
interface Overview {
  bulk: BulkPicture;
  nodes: ListedNode[];
  mayAskMachines: boolean;
  seesBackups: boolean;
  haRules: HaRulePicture;
}

/** What guests' facts are completed with. */
interface Surroundings {
  nodes: NodeAnswer[];
  networks: NetworkPicture;
  backups: BackupPicture;
}

/** One pass over a cluster: the bulk answer, each node, each guest. */
export class CollectionRun {
  private readonly cluster: ClusterClient;
  private readonly context: CollectContext;
  private readonly signal: AbortSignal;

  constructor(private readonly run: CollectionRunOptions) {
    this.cluster = run.cluster;
    this.context = run.context;
    this.signal = run.context.signal;
  }

  async *observations(): AsyncGenerator<Observation> {
    const overview = yield* this.overview();
    const nodes = yield* this.hosts(overview);
    yield* observedStorages(
      overview.bulk.storages,
      await this.unlessRefused(this.cluster.storageConfigs(this.signal), []),
    );
    const { picture, complete, gaps } = await readNetworks(
      this.cluster,
      nodes,
      overview.bulk.zones,
      this.signal,
    );
    yield* gaps;
    const backups = yield* this.content(overview, nodes);
    const unread = yield* this.guests(overview, {
      nodes,
      networks: picture,
      backups,
    });
    if (unread > 0) {
      yield networkGap(
        `the NICs of ${unread} guests were not read, and so not which VLANs they use`,
      );
    }
    yield* picture.networks(complete);
  }

  private async *overview(): AsyncGenerator<Observation, Overview> {
    const { cluster, signal } = this;
    this.context.progress({
      phase: 'Reading the cluster',
      done: 0,
      total: null,
    });
    const { version } = await cluster.version(signal);
    const bulk = bulkPicture(await cluster.resources(signal));
    // Asked after the list: rights lost before it was made show here.
    const permissions = await cluster.permissions(signal);
    // Without Sys.Audit it is refused, which the permissions say, too.
    const status = await this.unlessRefused<ClusterStatus>(
      cluster.clusterStatus(signal),
      [],
    );
    yield* this.privilegeGaps(permissions, version);
    const seesBackups = seesAllBackups(permissions);
    if (this.run.backupsEnabled && !seesBackups) yield backupGap;
    const observed = observedCluster(status, version, this.run.links);
    if (observed) yield observed;
    return {
      bulk,
      nodes: listedNodes(bulk.nodes, status),
      mayAskMachines: mayAskAgents(permissions, version),
      seesBackups: this.run.backupsEnabled && seesBackups,
      haRules: await readHaRules(cluster.haPlacement(version, signal)),
    };
  }

  /** Yields what guests are made from, and answers when they were backed up. */
  private async *content(
    { bulk, seesBackups }: Overview,
    nodes: NodeAnswer[],
  ): AsyncGenerator<Observation, BackupPicture> {
    this.context.progress({
      phase: 'Reading what storages hold',
      done: 0,
      total: null,
    });
    const reader = new ContentReader(this.cluster, {
      seesBackups,
      silentNodes: new Set(
        nodes.filter(each => each.unreachable).map(({ node }) => node.name),
      ),
      signal: this.signal,
    });
    const { backups, images, gaps } = await reader.read(bulk.storages);
    yield* images;
    yield* gaps;
    return backups;
  }

  private privilegeGaps(
    permissions: Permissions,
    version: string,
  ): CollectionGap[] {
    const required = requiredPrivileges(version, this.run.agentEnabled);
    return missingPrivileges(permissions, required).map(each =>
      privilegeGap(permissions, each),
    );
  }

  private async *hosts({
    bulk,
    nodes,
  }: Overview): AsyncGenerator<Observation, NodeAnswer[]> {
    const { cluster, signal, run } = this;
    const progress = (done: number) =>
      this.context.progress({
        phase: 'Reading hosts',
        done,
        total: nodes.length,
      });
    progress(0);
    const ha = await this.unlessRefused(cluster.haStatus(signal), null);
    const reader = new NodeReader(
      cluster,
      run.links,
      run.now,
      signal,
      ha && nodesInMaintenance(ha),
    );
    const untold = untoldByNode(bulk.guests);
    const answers = await Promise.all(
      nodes.map(async node => {
        const answer = await reader.read(node);
        const rows = untold.get(node.name);
        if (rows && !answer.unreachable) await reader.fillIn(node.name, rows);
        return answer;
      }),
    );
    for (const answer of answers) {
      yield answer.host;
      if (answer.unreachable) yield answer.unreachable;
      yield* answer.gaps;
    }
    progress(nodes.length);
    return answers;
  }

  /** Answers of how many guests the configuration could not be read. */
  private async *guests(
    { bulk, mayAskMachines, haRules }: Overview,
    { nodes, networks, backups }: Surroundings,
  ): AsyncGenerator<Observation, number> {
    const { cluster, signal, run } = this;
    const replication = new ReplicationPicture();
    for (const each of nodes) {
      replication.addNode(each.node.name, each.replication);
    }
    const agents = new AgentReader(cluster, {
      number: run.number,
      now: run.now,
      signal,
      mayAskMachines,
      patienceMilliseconds: agentPatienceMilliseconds,
    });
    const reader = new GuestReader({
      cluster,
      agents: run.agentEnabled ? agents : null,
      networks,
      backups,
      replication,
      haRules,
      links: run.links,
      evidence: await readTaskEvidence(cluster, {
        since: this.context.lastCollectedAt,
        signal,
        logger: this.context.logger,
      }),
      silentNodes: new Map(
        nodes.flatMap(({ node, unreachable }) =>
          unreachable ? [[node.name, unreachable.reason] as const] : [],
        ),
      ),
      now: run.now,
      signal,
    });
    yield* this.readGuests(bulk.guests, reader);
    yield* guestGaps(reader, agents);
    return reader.unread;
  }

  private async *readGuests(
    rows: GuestRow[],
    reader: GuestReader,
  ): AsyncGenerator<Observation> {
    let done = 0;
    for await (const guest of inCompletionOrder(
      this.withKnown(rows),
      pageSize,
      ({ row, known }) => reader.read(row, known),
    )) {
      yield guest;
      done += 1;
      this.context.progress({
        phase: 'Reading guests',
        done,
        total: rows.length,
      });
    }
  }

  private async *withKnown(
    rows: GuestRow[],
  ): AsyncGenerator<{ row: GuestRow; known: KnownGuest | undefined }> {
    for (let start = 0; start < rows.length; start += pageSize) {
      const page = rows.slice(start, start + pageSize);
      const known = await this.context.knownGuests(
        page.map(row => String(row.vmid)),
      );
      for (const row of page) {
        yield { row, known: known.get(String(row.vmid)) };
      }
    }
  }

  private async unlessRefused<T>(answer: Promise<T>, otherwise: T): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      if (isProxmoxFailure(error, 'refused')) return otherwise;
      throw error;
    }
  }
}

function untoldByNode(rows: GuestRow[]): Map<string, GuestRow[]> {
  const untold = new Map<string, GuestRow[]>();
  for (const row of rows) {
    if (row.told) continue;
    untold.set(row.node, [...(untold.get(row.node) ?? []), row]);
  }
  return untold;
}

function guestGaps(reader: GuestReader, agents: AgentReader): CollectionGap[] {
  const gap = (scope: string, reason: string): CollectionGap => ({
    kind: 'gap',
    scope,
    reason,
    withholdsDeletions: [],
  });
  return [
    ...(reader.failed > 0
      ? [
          gap(
            'guest configurations',
            `${reader.failed} could not be read, such as: ${reader.failedBecause}`,
          ),
        ]
      : []),
    ...(agents.refused > 0
      ? [gap('guest agents', `${agents.refused} were refused to us`)]
      : []),
  ];
}
