import {
  infrastructureReadPermission,
  runDifferenceQuerySchema,
  runDifferenceSchema,
} from '@flyloft/plugin-inventory-common';
import { endpoint, type Endpoint } from '../http/endpoint';
import type { RunDifferenceStore } from './RunDifferenceStore';

/** What the route of differences reads from. */
export interface DifferenceServices {
  differences: RunDifferenceStore;
}

/** The route on how two runs differ. */
export function differenceEndpoints({
  differences,
}: DifferenceServices): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/run-differences/{id}',
      summary: 'Compare two sync runs',
      permission: infrastructureReadPermission,
      query: runDifferenceQuerySchema,
      answer: runDifferenceSchema,
      handle: async ({ parameters, query, caller }) =>
        differences.get(
          parameters.id ?? '',
          query,
          await caller.historyScope(),
        ),
    }),
  ];
}
