import { z } from 'zod';
import { looseBoolean, looseText } from '@flyloft/plugin-inventory-node';

/** `GET /cluster/ha/resources`: who is managed, up to version 8 in which group. */
export const haResourcesSchema = z.array(
  z.object({ sid: looseText, group: looseText }),
);
export type HaResource = z.infer<typeof haResourcesSchema>[number];

/** `GET /cluster/ha/groups`, up to version 8: `nodes` is `pve1:2,pve2`. */
export const haGroupsSchema = z.array(
  z.object({ group: looseText, nodes: looseText, restricted: looseBoolean }),
);
export type HaGroup = z.infer<typeof haGroupsSchema>[number];

/**
 * `GET /cluster/ha/rules`, from version 9 on: `node-affinity` with `nodes` and
 * `strict`, `resource-affinity` with `affinity`; `resources` is `vm:100,ct:101`.
 */
export const haRulesSchema = z.array(
  z.object({
    rule: looseText,
    type: looseText,
    resources: looseText,
    nodes: looseText,
    strict: looseBoolean,
    affinity: looseText,
    disable: looseBoolean,
  }),
);
export type HaRule = z.infer<typeof haRulesSchema>[number];

/** What keeps guests where they are, whatever the version calls it. */
export type HaPlacement =
  | { kind: 'groups'; resources: HaResource[]; groups: HaGroup[] }
  | { kind: 'rules'; rules: HaRule[] };
