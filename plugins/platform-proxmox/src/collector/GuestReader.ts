import type { KnownGuest, ObservedGuest } from '@flyloft/plugin-inventory-node';
import type { ClusterClient } from '../client/ClusterClient';
import { isProxmoxFailure, ProxmoxError } from '../client/ProxmoxError';
import type { GuestRow } from '../wire/resources';
import type { TaskEvidence } from '../wire/tasks';
import {
  isSameMemory,
  parseAgentMemory,
  type AgentMemory,
} from './agentMemory';
import type { AgentReader } from './AgentReader';
import {
  detailsDigest,
  evidenceIn,
  guestDetails,
  parseConfig,
  type ParsedConfig,
} from './guestDetails';
import type { Snapshots } from '../wire/storageContent';
import type { BackupPicture } from './backups';
import { guestFacts, startedAtOf } from './guestFacts';
import type { NetworkPicture } from './networks';
import type { PlatformLinks } from './platformLinks';
import type { HaRulePicture } from './haRules';
import type { ReplicationPicture } from './replication';

// One silent answer may be a cut cable; several, and the node is left alone.
const silencesBeforeSkip = 3;

/** What a run knows when it starts reading guests. */
export interface GuestRun {
  cluster: ClusterClient;
  /** Null when agents are not to be asked. */
  agents: AgentReader | null;
  networks: NetworkPicture;
  backups: BackupPicture;
  replication: ReplicationPicture;
  haRules: HaRulePicture;
  links: PlatformLinks;
  evidence: Map<string, TaskEvidence>;
  /** Why a node is not asked, by its name. */
  silentNodes: Map<string, string>;
  now: Date;
  signal: AbortSignal;
}

type ReadConfig =
  { state: 'read'; parsed: ParsedConfig } | { state: 'unread'; reason: string };

/** Reads guests one by one: configuration, then addresses. */
export class GuestReader {
  private readonly silences = new Map<string, number>();
  private unreadCount = 0;
  private failures = 0;
  private firstFailure = '';

  constructor(private readonly run: GuestRun) {}

  /** How many configurations were not read, for whatever reason. */
  get unread(): number {
    return this.unreadCount;
  }

  /** How many of those are on nodes that are not known as silent. */
  get failed(): number {
    return this.failures;
  }

  /** Why the first of those failed. */
  get failedBecause(): string {
    return this.firstFailure;
  }

  async read(
    row: GuestRow,
    known: KnownGuest | undefined,
  ): Promise<ObservedGuest> {
    const memory = parseAgentMemory(known?.memory);
    const read = await this.readConfig(row);
    if (read.state === 'unread') {
      this.unreadCount += 1;
      return this.observed(row, null, known?.digest ?? null, read, known);
    }

    const { parsed } = read;
    this.noteNetworks(parsed);
    const [remembered, snapshots] = await Promise.all([
      this.askInside(row, parsed, memory),
      this.snapshotsOf(row, parsed),
    ]);
    const digest = detailsDigest(parsed, remembered);
    const details: ObservedGuest['details'] =
      digest === known?.digest
        ? { state: 'same' }
        : { state: 'read', value: guestDetails(parsed, remembered) };
    return {
      ...this.observed(row, parsed, digest, details, known, snapshots),
      ...(!isSameMemory(remembered, memory) && { memory: remembered }),
    };
  }

  private observed(
    row: GuestRow,
    parsed: ParsedConfig | null,
    digest: string | null,
    details: ObservedGuest['details'],
    known: KnownGuest | undefined,
    snapshots: Snapshots | null = null,
  ): ObservedGuest {
    const { links, evidence, now, backups, replication, haRules } = this.run;
    const externalId = String(row.vmid);
    const log = evidence.get(externalId);
    return {
      kind: 'guest',
      externalId,
      type: row.type === 'qemu' ? 'virtual-machine' : 'container',
      platformUrl: links.guest(row.type, row.vmid),
      facts: {
        ...guestFacts(
          row,
          parsed?.config ?? null,
          now,
          typeof known?.digest === 'string',
        ),
        ...backups.factsOf(row.vmid, snapshots),
        replication: replication.of(row),
        haRules: haRules.of(row),
      },
      evidence: {
        ...(parsed && evidenceIn(parsed)),
        ...(log?.destroyed && { destroyedSince: true }),
        ...(log?.restored && { restoredSince: true }),
      },
      details,
      detailsDigest: digest,
    };
  }

  /**
   * Asks only where they count: a guest without a backup whose configuration
   * names a snapshot as its parent. Null: could not be read.
   */
  private async snapshotsOf(
    row: GuestRow,
    { config }: ParsedConfig,
  ): Promise<Snapshots | null> {
    if (!this.run.backups.lacks(row.vmid)) return null;
    if (config.parent === undefined) return [];
    try {
      return await this.run.cluster.snapshots(row, this.run.signal);
    } catch (error) {
      if (!(error instanceof ProxmoxError)) throw error;
      if (isProxmoxFailure(error, 'unauthenticated', 'untrusted')) throw error;
      return null;
    }
  }

  private async readConfig(row: GuestRow): Promise<ReadConfig> {
    const silence = this.run.silentNodes.get(row.node);
    if (silence !== undefined) {
      return { state: 'unread', reason: `${row.node}: ${silence}` };
    }
    if ((this.silences.get(row.node) ?? 0) >= silencesBeforeSkip) {
      return this.failedRead(`${row.node} stopped answering in this run`);
    }
    try {
      const config = await this.run.cluster.guestConfig(row, this.run.signal);
      this.silences.delete(row.node);
      return { state: 'read', parsed: parseConfig(row.type, config) };
    } catch (error) {
      return this.unreadBecause(row, error);
    }
  }

  /** Only what concerns this guest is its own matter; the rest ends the run. */
  private unreadBecause(row: GuestRow, error: unknown): ReadConfig {
    if (!(error instanceof ProxmoxError)) throw error;
    if (isProxmoxFailure(error, 'unauthenticated', 'untrusted')) throw error;
    switch (error.failure) {
      case 'node-silent':
        this.silences.set(row.node, (this.silences.get(row.node) ?? 0) + 1);
        return this.failedRead(`${row.node} did not answer: ${error.reason}`);
      case 'not-found':
        return this.failedRead('it moved or went while it was being read');
      case 'refused':
        return this.failedRead(error.reason);
      default:
        return this.failedRead(
          `its configuration could not be read: ${error.reason}`,
        );
    }
  }

  private failedRead(reason: string): ReadConfig {
    if (this.failures === 0) this.firstFailure = reason;
    this.failures += 1;
    return { state: 'unread', reason };
  }

  private noteNetworks({ nics }: ParsedConfig): void {
    for (const nic of nics) {
      if (nic.network !== null && nic.vlanTag !== null) {
        this.run.networks.addTag(nic.network, nic.vlanTag);
      }
    }
  }

  private async askInside(
    row: GuestRow,
    parsed: ParsedConfig,
    memory: AgentMemory,
  ): Promise<AgentMemory> {
    const { agents, now } = this.run;
    const canAnswer = row.type === 'lxc' || parsed.agentEnabled;
    // Without an agent there is nothing that could still be true.
    if (!canAnswer) return Object.keys(memory).length > 0 ? {} : memory;
    if (agents === null || row.status !== 'running') return memory;
    return agents.ask({ row, startedAt: startedAtOf(row, now), memory });
  }
}
