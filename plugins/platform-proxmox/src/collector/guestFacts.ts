import {
  type GuestBulkFacts,
  toNumber,
  toText,
} from '@flyloft/plugin-inventory-node';
import type { GuestConfig } from '../wire/clusterAnswers';
import { parseMemoryMiB, parseTags } from '../wire/guestFields';
import type { GuestRow } from '../wire/resources';

/** A platform of this type is one cluster, so one id is enough for it. */
export const clusterExternalId = 'cluster';

type PowerState = GuestBulkFacts['powerState'];

const powerStates: Record<string, PowerState> = {
  running: 'running',
  stopped: 'stopped',
  paused: 'paused',
  prelaunch: 'paused',
  suspended: 'suspended',
};

function powerStateOf(row: GuestRow, lock: string | null | undefined) {
  const state = powerStates[row.status] ?? 'unknown';
  // Suspended to disk is stopped, with a lock that says why.
  return state === 'stopped' && lock === 'suspended' ? 'suspended' : state;
}

/** When a guest was started; null when it doesn't run. */
export function startedAtOf(row: GuestRow, now: Date): string | null {
  return row.uptimeSeconds === undefined || row.uptimeSeconds <= 0
    ? null
    : new Date(now.getTime() - row.uptimeSeconds * 1000).toISOString();
}

function configuredMemory(config: GuestConfig | null): number | undefined {
  const mebibytes = parseMemoryMiB(config?.memory);
  return mebibytes === undefined ? undefined : mebibytes * 1024 * 1024;
}

/**
 * How many CPUs a guest may use; null is "no limit". The bulk answer gives a
 * container without a limit the threads of its host, as if they were its own:
 * only the configuration tells the two apart. Where that was read before and
 * can't be now, a container's last count stays, or it would seem to gain and
 * lose its host's threads with every failed read.
 */
function vcpusOf(
  row: GuestRow,
  config: GuestConfig | null,
  configReadBefore: boolean,
): number | null | undefined {
  const told = row.told ? row.vcpus : undefined;
  if (row.type === 'qemu') return told;
  if (config === null) return configReadBefore ? undefined : told;
  const limit = toNumber(config.cores) || toNumber(config.cpulimit);
  return limit ? told : null;
}

/**
 * What the bulk answer tells of a guest. A silent node tells nothing: what is
 * missing stays `undefined`, so that the last values are kept. Where the
 * configuration was read, it knows better than a list that is 10 s old.
 */
export function guestFacts(
  row: GuestRow,
  config: GuestConfig | null,
  now: Date,
  configReadBefore = false,
): GuestBulkFacts {
  const lock = config
    ? (toText(config.lock) ?? null)
    : (row.lock ?? (row.told ? null : undefined));
  const name = toText(config?.name) ?? toText(config?.hostname) ?? row.name;
  const told = <T>(value: T) => (row.told ? value : undefined);
  return {
    name,
    powerState: powerStateOf(row, lock),
    hostExternalId: row.node,
    clusterExternalId,
    vcpus: vcpusOf(row, config, configReadBefore),
    memoryBytes: told(row.memoryBytes) ?? configuredMemory(config),
    template: told(row.template),
    lock,
    // Pool and HA state come from the cluster's own files, not from the node.
    pool: row.pool ?? null,
    haState: row.haState ?? null,
    tags: config ? parseTags(config.tags) : told(parseTags(row.tags)),
    startedAt: told(startedAtOf(row, now)),
  };
}
