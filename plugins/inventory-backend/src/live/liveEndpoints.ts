import type { AuditorService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { audited, type TextFile, nameOf } from '@flyloft/backend-kit';
import { joinFreshness, type Freshness } from '@flyloft/kit-common';
import {
  guestReadPermission,
  liveHealthQuerySchema,
  liveHealthSchema,
  liveInventorySchema,
  liveQuerySchema,
  liveRefreshAnswerSchema,
  liveRefreshSchema,
  syncRunPermission,
  type Guest,
  type SyncRun,
  type Token,
} from '@flyloft/plugin-inventory-common';
import { ExportGate } from '../csv/ExportGate';
import type { FreshnessStore } from '../freshness/FreshnessStore';
import type { GuestListStore } from '../guests/GuestListStore';
import { endpoint, type Call, type Endpoint } from '../http/endpoint';
import { Reply } from '../http/Reply';
import type { SyncCommands } from '../http/services';
import { liveInventoryText, toLiveHealth } from './liveInventory';

/** What the read API for scripts reads from and acts through. */
export interface LiveServices {
  guests: GuestListStore;
  freshness: FreshnessStore;
  sync: SyncCommands;
  auditor: AuditorService;
}

/** The read API for scripts, by a token of theirs or as a signed-in user. */
export function liveEndpoints(
  services: LiveServices,
  gate: ExportGate = new ExportGate(),
): Endpoint[] {
  const { guests, freshness } = services;
  const live = (path: string) =>
    endpoint({
      method: 'get',
      path,
      summary: 'Read the live inventory',
      permission: guestReadPermission,
      tokenScope: 'inventory:read',
      query: liveQuerySchema,
      answer: liveInventorySchema,
      async handle({ query, caller, token }): Promise<TextFile> {
        const fresh = within(await freshness.ofAll(), token, query.platform);
        const platforms = fresh.platforms.map(one => one.platformId);
        return {
          name: 'live_inventory.json',
          contentType: 'application/json; charset=utf-8',
          pieces: liveInventoryText(
            toLiveHealth(fresh),
            new Date().toISOString(),
            gate.through(
              platforms.length === 0
                ? nobody()
                : guests.stream(
                    { filter: [`platformId:in:${platforms.join(',')}`] },
                    await caller.guestScope(),
                  ),
            ),
          ),
        };
      },
    });
  return [
    endpoint({
      method: 'get',
      path: '/v1/health',
      summary: 'See whether the live inventory is fresh',
      permission: guestReadPermission,
      tokenScope: 'inventory:read',
      query: liveHealthQuerySchema,
      answer: liveHealthSchema,
      async handle({ query, token }) {
        const health = toLiveHealth(within(await freshness.ofAll(), token));
        const refused = query.require === 'fresh' && health.status !== 'ok';
        return new Reply(health, {}, refused ? 503 : 200);
      },
    }),
    live('/v1/live'),
    live('/v1/live_inventory.json'),
    refreshEndpoint(services),
  ];
}

function refreshEndpoint({ sync, auditor, freshness }: LiveServices): Endpoint {
  return endpoint({
    method: 'post',
    path: '/v1/refresh',
    summary: 'Refresh the live inventory',
    permission: syncRunPermission,
    tokenScope: 'sync:run',
    body: liveRefreshSchema,
    status: 202,
    answer: liveRefreshAnswerSchema,
    async handle(call) {
      const { body, token, request } = call;
      const { platforms } = within(
        await freshness.ofAll(),
        token,
        body.platform,
      );
      const ids = platforms.map(one => one.platformId);
      const by = byWhom(call);
      const runs = await audited(
        auditor,
        {
          eventId: 'sync-start',
          // A token of ours is no credential that the auditor could read.
          ...(token ? {} : { request }),
          meta: { platforms: ids, by },
        },
        () => startAll(sync, ids, by),
        started => ({ runs: started.map(run => run.id) }),
      );
      return {
        runs: runs.map(run => ({
          id: run.id,
          platform: run.platformId,
          state: run.state,
          requested_at: run.requestedAt,
        })),
      };
    },
  });
}

async function startAll(
  sync: SyncCommands,
  platformIds: string[],
  requestedBy: string,
): Promise<SyncRun[]> {
  const runs: SyncRun[] = [];
  for (const platformId of platformIds) {
    runs.push(
      ...(await sync.start({ platformId, requestedBy, trigger: 'person' })),
    );
  }
  return runs;
}

// A portal without platforms has no guests, and no condition to ask by.
async function* nobody(): AsyncGenerator<Guest[]> {}

const byWhom = ({ token, credentials }: Pick<Call, 'token' | 'credentials'>) =>
  token ? `token ${token.name}` : nameOf(credentials);

/**
 * The platforms that a token is good for, or the one that is asked for.
 *
 * @throws NotFoundError also for a platform that the token is not good for.
 */
function within(
  { platforms }: Freshness,
  token: Token | null,
  wanted?: string,
): Freshness {
  const seen = platforms.filter(
    ({ platformId }) =>
      (wanted === undefined || platformId === wanted) &&
      (token?.platformIds ?? [platformId]).includes(platformId),
  );
  if (wanted !== undefined && seen.length === 0) {
    throw new NotFoundError(`There is no platform '${wanted}'`);
  }
  return joinFreshness(seen);
}
