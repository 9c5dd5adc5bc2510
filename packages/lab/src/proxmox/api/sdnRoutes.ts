import { route, type Caller, type Route } from '../http/index.ts';
import type { Entry } from './Entry.ts';

const FILTERS = {
  pending: { type: 'boolean', optional: true },
  running: { type: 'boolean', optional: true },
} as const;
const SEE = ['SDN.Audit', 'SDN.Allocate'];

/** Software-defined networks: zones, their vnets and subnets. */
export function sdnRoutes({ cluster }: Entry): Route[] {
  const visible = (caller: Caller) =>
    cluster.plan.vnets.filter(vnet =>
      caller.any(`/sdn/zones/${vnet.zone}/${vnet.vnet}`, SEE),
    );
  return [
    route({
      method: 'GET',
      path: '/cluster/sdn/zones',
      parameters: { ...FILTERS, type: { type: 'string', optional: true } },
      permission: 'any',
      handler: ({ caller, parameters: { type } }) =>
        cluster.plan.zones
          .filter(zone => caller.any(`/sdn/zones/${zone.zone}`, SEE))
          .filter(zone => type === undefined || zone.type === type)
          .map(zone => ({
            zone: zone.zone,
            type: zone.type,
            ...zone.options,
            digest: DIGEST,
          })),
    }),
    route({
      method: 'GET',
      path: '/cluster/sdn/vnets',
      parameters: FILTERS,
      permission: 'any',
      handler: ({ caller }) =>
        visible(caller).map(vnet => ({
          vnet: vnet.vnet,
          zone: vnet.zone,
          type: 'vnet',
          ...(vnet.tag === undefined ? {} : { tag: vnet.tag }),
          ...(vnet.alias ? { alias: vnet.alias } : {}),
          digest: DIGEST,
        })),
    }),
    route({
      method: 'GET',
      path: '/cluster/sdn/vnets/{vnet}/subnets',
      parameters: { vnet: { type: 'string' }, ...FILTERS },
      permission: 'any',
      handler: ({ caller, parameters }) =>
        visible(caller)
          .filter(
            vnet => vnet.vnet === parameters.vnet && vnet.subnet !== undefined,
          )
          .map(vnet => ({
            subnet: `${vnet.zone}-${vnet.subnet?.replace('/', '-')}`,
            cidr: vnet.subnet,
            type: 'subnet',
            vnet: vnet.vnet,
            zone: vnet.zone,
            ...(vnet.gateway ? { gateway: vnet.gateway } : {}),
            digest: DIGEST,
          })),
    }),
  ];
}

const DIGEST = '1fa2c3d4e5b6978812345678909876543210abcd';
