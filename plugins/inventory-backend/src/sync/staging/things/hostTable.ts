import type { ObservedHost } from '@flyloft/plugin-inventory-node';
import { address } from '../plainValues';
import { bytes, count, time, type ThingTable } from './thingTable';

/** How hosts are staged and stored. */
export const hostTable: ThingTable<ObservedHost> = {
  kind: 'host',
  table: 'hosts',
  clusterExternalId: seen => seen.clusterExternalId,
  links: ['cluster'],
  silentBecause: `coalesce(
    (select u.reason from silence u
      where u.scope = 'host' and u.external_id = m.external_id limit 1),
    (select x.reason from silent_clusters x where x.id = m.cluster_id))`,
  fields: [
    { column: 'name', type: 'text', fact: 'name', value: seen => seen.name },
    {
      column: 'status',
      type: 'text',
      fact: 'status',
      value: seen => seen.status,
    },
    {
      column: 'address',
      type: 'inet',
      fact: 'address',
      form: 'address',
      value: (seen, note) =>
        seen.address
          ? address(seen.address, 'its address', note)
          : seen.address,
    },
    {
      column: 'version',
      type: 'text',
      fact: 'version',
      value: seen => seen.version,
    },
    {
      column: 'kernel',
      type: 'text',
      fact: 'kernel',
      value: seen => seen.kernel,
    },
    {
      column: 'cpu_model',
      type: 'text',
      fact: 'cpuModel',
      value: seen => seen.cpuModel,
    },
    {
      column: 'cpu_sockets',
      type: 'integer',
      fact: 'cpuSockets',
      value: (seen, note) => count(seen.cpuSockets, 'CPU sockets', note),
    },
    {
      column: 'cpu_cores',
      type: 'integer',
      fact: 'cpuCores',
      value: (seen, note) => count(seen.cpuCores, 'CPU cores', note),
    },
    {
      column: 'cpu_threads',
      type: 'integer',
      fact: 'cpuThreads',
      value: (seen, note) => count(seen.cpuThreads, 'CPU threads', note),
    },
    {
      column: 'memory_bytes',
      type: 'bigint',
      fact: 'memoryBytes',
      value: (seen, note) => bytes(seen.memoryBytes, 'its memory', note),
    },
    {
      column: 'disk_bytes',
      type: 'bigint',
      fact: 'diskBytes',
      value: (seen, note) => bytes(seen.diskBytes, 'its disk', note),
    },
    {
      column: 'started_at',
      type: 'timestamptz',
      fact: 'startedAt',
      form: 'time',
      value: (seen, note) => time(seen.startedAt, 'its start', note),
    },
    {
      column: 'vendor',
      type: 'text',
      fact: 'vendor',
      value: seen => seen.vendor,
    },
    {
      column: 'model',
      type: 'text',
      fact: 'model',
      value: seen => seen.model,
    },
    {
      column: 'serial',
      type: 'text',
      fact: 'serial',
      value: seen => seen.serial,
    },
    {
      column: 'maintenance',
      type: 'boolean',
      fact: 'maintenance',
      value: seen => seen.maintenance,
    },
    {
      column: 'certificate_expires_at',
      type: 'timestamptz',
      fact: 'certificateExpiresAt',
      form: 'time',
      value: (seen, note) =>
        time(seen.certificateExpiresAt, 'the end of its certificate', note),
    },
    {
      column: 'subscription',
      type: 'text',
      fact: 'subscription',
      value: seen => seen.subscription,
    },
    {
      column: 'subscription_expires_at',
      type: 'timestamptz',
      fact: 'subscriptionExpiresAt',
      form: 'time',
      value: (seen, note) =>
        time(seen.subscriptionExpiresAt, 'the end of its subscription', note),
    },
    { column: 'platform_url', type: 'text', value: seen => seen.platformUrl },
    {
      column: 'cpu_used',
      type: 'double precision',
      sample: true,
      value: seen => seen.sample?.cpuUsed,
    },
    {
      column: 'memory_used_bytes',
      type: 'bigint',
      sample: true,
      value: (seen, note) =>
        bytes(seen.sample?.memoryUsedBytes, 'its used memory', note),
    },
    {
      column: 'disk_used_bytes',
      type: 'bigint',
      sample: true,
      value: (seen, note) =>
        bytes(seen.sample?.diskUsedBytes, 'its used disk', note),
    },
  ],
};
