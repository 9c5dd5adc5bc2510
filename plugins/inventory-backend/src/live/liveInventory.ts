import type { Freshness } from '@flyloft/kit-common';
import type {
  Guest,
  LiveGuest,
  LiveHealth,
} from '@flyloft/plugin-inventory-common';

/** How fresh all is, the way scripts read it. */
export function toLiveHealth(freshness: Freshness): LiveHealth {
  return {
    status: freshness.state === 'fresh' ? 'ok' : freshness.state,
    collected_at: freshness.collectedAt,
    platforms: freshness.platforms.map(platform => ({
      id: platform.platformId,
      title: platform.title,
      state: platform.state,
      collected_at: platform.collectedAt,
      error: platform.problem,
    })),
  };
}

/** A guest the way scripts read it. */
export function toLiveGuest(guest: Guest): LiveGuest {
  return {
    id: guest.id,
    platform: guest.platformId,
    vmid: guest.externalId,
    name: guest.name,
    type: guest.type,
    status: guest.powerState,
    visibility: guest.visibility,
    cluster: guest.cluster?.name ?? null,
    node: guest.host?.name ?? null,
    hostname: guest.hostName,
    os: guest.osType,
    ip: guest.primaryAddress,
    ips: guest.addresses,
    macs: guest.macAddresses,
    networks: guest.networks,
    duplicate_ip: guest.duplicateAddress ?? false,
    vcpus: guest.vcpus,
    memory_bytes: guest.memoryBytes,
    disk_bytes: guest.diskBytes,
    template: guest.template,
    tags: guest.tags,
    pool: guest.pool,
    owner: guest.ownerRef,
    last_backup_at: guest.lastBackupAt,
    collected_at: guest.lastSeenAt,
  };
}

/**
 * The live inventory as JSON text, piece by piece: the freshness first, so
 * that a reader can stop there, then a batch of guests at a time.
 */
export async function* liveInventoryText(
  health: LiveHealth,
  generatedAt: string,
  guests: AsyncIterable<Guest[]>,
): AsyncGenerator<string, void, void> {
  const head = JSON.stringify({ ...health, generated_at: generatedAt });
  yield `${head.slice(0, -1)},"guests":[`;
  let separator = '\n';
  for await (const batch of guests) {
    if (batch.length === 0) continue;
    yield (
      separator +
      batch.map(guest => JSON.stringify(toLiveGuest(guest))).join(',\n')
    );
    separator = ',\n';
  }
  yield '\n]}\n';
}
