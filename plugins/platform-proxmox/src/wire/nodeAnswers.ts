import { z } from 'zod';
import {
  looseBoolean,
  looseNumber,
  looseText,
} from '@flyloft/plugin-inventory-node';

/** `GET /nodes/{node}/certificates/info`. */
export const certificatesSchema = z.array(
  z.object({ filename: looseText, notafter: looseNumber }),
);
export type Certificates = z.infer<typeof certificatesSchema>;

// The first that is there is what the node's own interface shows.
const served = ['pveproxy-ssl.pem', 'pve-ssl.pem'];

/** When the certificate of a node's interface ends, ISO 8601; null where none is told. */
export function certificateEnd(certificates: Certificates): string | null {
  for (const filename of served) {
    const end = certificates.find(one => one.filename === filename)?.notafter;
    if (end !== undefined) return new Date(end * 1000).toISOString();
  }
  return null;
}

/** `GET /nodes/{node}/subscription`; its key is not read. */
export const subscriptionSchema = z.object({
  status: looseText,
  level: looseText,
  nextduedate: looseText,
});
export type Subscription = z.infer<typeof subscriptionSchema>;

const levels: Record<string, string> = {
  c: 'community',
  b: 'basic',
  s: 'standard',
  p: 'premium',
};

/** Level and status in words; `none` where the node has no subscription. */
export function subscriptionWords({ status, level }: Subscription): string {
  if (!status || status.toLocaleLowerCase('en') === 'notfound') return 'none';
  const name = level && (levels[level.toLocaleLowerCase('en')] ?? level);
  return [name, status.toLocaleLowerCase('en')].filter(Boolean).join(': ');
}

/** The day it is to be renewed, as a moment; null where there is none. */
export function subscriptionEnd(subscription: Subscription): string | null {
  const { nextduedate } = subscription;
  return nextduedate && /^\d{4}-\d\d-\d\d$/.test(nextduedate)
    ? `${nextduedate}T00:00:00.000Z`
    : null;
}

/** `GET /nodes/{node}/replication`: the jobs that send from this node. */
export const replicationSchema = z.array(
  z.object({
    id: looseText,
    guest: looseNumber,
    target: looseText,
    error: looseText,
    fail_count: looseNumber,
    disable: looseBoolean,
  }),
);
export type ReplicationJob = z.infer<typeof replicationSchema>[number];

/** A guest's replication in words: where to, and what fails. */
export function replicationWords(jobs: readonly ReplicationJob[]): string {
  return jobs
    .map(job => `${job.target ?? job.id ?? 'job'}: ${stateOf(job)}`)
    .sort()
    .join(', ');
}

function stateOf(job: ReplicationJob): string {
  if (job.error) return `failed: ${job.error.trim().split('\n')[0]}`;
  if ((job.fail_count ?? 0) > 0) return 'failed';
  return job.disable ? 'disabled' : 'ok';
}

/** `GET /cluster/ha/status/current`: what the nodes' resource managers say. */
export const haStatusSchema = z.array(
  z.object({ type: looseText, node: looseText, status: looseText }),
);
export type HaStatus = z.infer<typeof haStatusSchema>;

/** `GET /cluster/sdn/vnets/{vnet}/subnets`. */
export const subnetsSchema = z.array(z.object({ cidr: looseText }));

/** The nodes that were put into maintenance; they tell so themselves. */
export function nodesInMaintenance(status: HaStatus): Set<string> {
  return new Set(
    status.flatMap(row =>
      row.type === 'lrm' && row.node && /maintenance/.test(row.status ?? '')
        ? [row.node]
        : [],
    ),
  );
}
