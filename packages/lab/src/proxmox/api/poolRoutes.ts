import { ApiError, route, type Route } from '../http/index.ts';
import type { Entry } from './Entry.ts';
import { guestRow, type Row } from './rows.ts';

const TYPE = {
  type: { type: 'string', optional: true, enum: ['qemu', 'lxc', 'storage'] },
} as const;

/** Pools, by the query form of today and by the path of yesterday. */
export function poolRoutes(entry: Entry): Route[] {
  const { cluster } = entry;
  return [
    route({
      method: 'GET',
      path: '/pools',
      parameters: {
        poolid: { type: 'string', optional: true, format: 'pve-poolid' },
        ...TYPE,
      },
      permission: 'any',
      handler({ caller, parameters: { poolid, type } }) {
        if (poolid !== undefined) {
          if (!caller.has(`/pool/${poolid}`, 'Pool.Audit')) {
            throw ApiError.refused(`/pool/${poolid}, Pool.Audit`);
          }
          return [{ poolid, ...poolWithMembers(entry, poolid, type) }];
        }
        return [...cluster.pools.values()]
          .filter(pool => caller.has(`/pool/${pool.poolid}`, 'Pool.Audit'))
          .map(pool => ({
            poolid: pool.poolid,
            ...(pool.comment ? { comment: pool.comment } : {}),
          }));
      },
    }),
    route({
      method: 'GET',
      path: '/pools/{poolid}',
      parameters: { poolid: { type: 'string', format: 'pve-poolid' }, ...TYPE },
      permission: { path: '/pool/{poolid}', all: ['Pool.Audit'] },
      handler: ({ parameters: { poolid, type } }) =>
        poolWithMembers(entry, poolid, type),
    }),
  ];
}

function poolWithMembers(
  { world, cluster }: Entry,
  poolid: string,
  type: string | undefined,
): Row {
  const pool = cluster.pools.get(poolid);
  if (!pool) throw ApiError.failed(`pool '${poolid}' does not exist`);
  const members = cluster
    .sortedGuests()
    .filter(
      guest =>
        guest.pool === poolid && (type === undefined || guest.kind === type),
    )
    .map(guest => guestRow(world, cluster, guest));
  return { ...(pool.comment ? { comment: pool.comment } : {}), members };
}
