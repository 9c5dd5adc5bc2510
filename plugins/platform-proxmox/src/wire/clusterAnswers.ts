import { z } from 'zod';
import {
  looseBoolean,
  looseNumber,
  looseText,
} from '@flyloft/plugin-inventory-node';

/** `GET /version`. */
export const versionSchema = z.object({
  version: z.string(),
  release: looseText,
});

/** `GET /cluster/status`: the cluster, where there is one, and its nodes. */
export const clusterStatusSchema = z.array(
  z.object({
    type: z.string(),
    name: z.string(),
    ip: looseText,
    online: looseBoolean,
    local: looseBoolean,
    quorate: looseBoolean,
  }),
);
export type ClusterStatus = z.infer<typeof clusterStatusSchema>;

const used = z
  .object({ total: looseNumber, used: looseNumber })
  .optional()
  .catch(undefined);

/** `GET /nodes/{node}/status`. */
export const nodeStatusSchema = z.object({
  cpu: looseNumber,
  uptime: looseNumber,
  pveversion: looseText,
  kversion: looseText,
  'current-kernel': z
    .object({ release: looseText })
    .optional()
    .catch(undefined),
  cpuinfo: z
    .object({
      model: looseText,
      sockets: looseNumber,
      cores: looseNumber,
      cpus: looseNumber,
    })
    .optional()
    .catch(undefined),
  memory: used,
  rootfs: used,
});
export type NodeStatus = z.infer<typeof nodeStatusSchema>;

/** `GET /nodes/{node}/network`. */
export const nodeNetworkSchema = z.array(
  z.object({
    iface: z.string(),
    type: looseText,
    cidr: looseText,
    cidr6: looseText,
    bridge_vlan_aware: looseBoolean,
    'vlan-id': looseNumber,
    'vlan-raw-device': looseText,
    slaves: looseText,
    comments: looseText,
  }),
);
export type NodeInterface = z.infer<typeof nodeNetworkSchema>[number];

/** `GET /cluster/sdn/vnets`. */
export const vnetsSchema = z.array(
  z.object({
    vnet: z.string(),
    zone: looseText,
    tag: looseNumber,
    alias: looseText,
    vlanaware: looseBoolean,
    state: looseText,
  }),
);
export type Vnet = z.infer<typeof vnetsSchema>[number];

/** `GET /storage`: what is configured, whether or not a node answers. */
export const storageConfigsSchema = z.array(
  z.object({
    storage: z.string(),
    type: looseText,
    content: looseText,
    shared: looseBoolean,
  }),
);
export type StorageConfig = z.infer<typeof storageConfigsSchema>[number];

/** `GET /nodes/{node}/qemu` and `/lxc`: what the node itself tells of its guests. */
export const nodeGuestsSchema = z.array(
  z.object({
    vmid: z.unknown().transform(Number),
    name: looseText,
    status: looseText,
    cpus: looseNumber,
    maxmem: looseNumber,
    uptime: looseNumber,
    tags: looseText,
    lock: looseText,
    template: looseBoolean,
  }),
);

/** `GET …/config`: keys by the dozen, each with a parser of its own. */
export const guestConfigSchema = z.record(z.string(), z.unknown());
export type GuestConfig = z.infer<typeof guestConfigSchema>;
