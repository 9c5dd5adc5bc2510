import {
  dailyChangesQuerySchema,
  dailyChangesSchema,
  guestReadPermission,
} from '@flyloft/plugin-inventory-common';
import { endpoint, type Endpoint } from '../http/endpoint';
import type { ChangeTallyStore } from './ChangeTallyStore';

/** What the routes of the dashboard read from. */
export interface DashboardServices {
  tallies: ChangeTallyStore;
}

const usualDays = 30;

/** The routes that only the dashboard asks. */
export function dashboardEndpoints({ tallies }: DashboardServices): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/dashboard/daily-changes',
      summary: 'See how many changes each day brought',
      permission: guestReadPermission,
      query: dailyChangesQuerySchema,
      answer: dailyChangesSchema,
      handle: async ({ query, caller }) =>
        tallies.daily(
          { days: query.days ?? usualDays, timeZone: query.timeZone ?? 'UTC' },
          await caller.historyScope(),
        ),
    }),
  ];
}
