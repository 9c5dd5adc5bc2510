import { ConflictError, NotFoundError } from '@backstage/errors';
import type { Platform, SyncRun } from '@flyloft/plugin-inventory-common';
import type { PlatformStore } from '../platforms/PlatformStore';
import type { SyncRunStore } from '../syncRuns/SyncRunStore';
import type { SyncExecutor } from './SyncExecutor';

/** Who asks for a sync; without a platform, of all of them. */
export interface SyncStart {
  platformId?: string;
  requestedBy: string | null;
  trigger: 'schedule' | 'person' | 'watch';
}

/** What people and the schedule may ask of syncs. It records; executors act. */
export class SyncService {
  constructor(
    private readonly runs: SyncRunStore,
    private readonly platforms: PlatformStore,
    private readonly executor: SyncExecutor,
    private readonly platformIds: () => readonly string[],
    private readonly pushedIds: () => readonly string[] = () => [],
  ) {}

  /** Every configured platform with its freshness, runs and counts. */
  listPlatforms(): Promise<Platform[]> {
    return this.platforms.list();
  }

  /** @throws NotFoundError when there is no such run. */
  getRun(id: string): Promise<SyncRun> {
    return this.runs.get(id);
  }

  /**
   * Asks for a sync. Where one is queued or under way, that one is answered.
   *
   * @throws NotFoundError when the platform is not configured.
   */
  async start(wanted: SyncStart): Promise<SyncRun[]> {
    const { platformId, requestedBy, trigger } = wanted;
    const known = this.platformIds();
    if (platformId !== undefined && !known.includes(platformId)) {
      throw new NotFoundError(
        `There is no platform '${platformId}', or it is disabled`,
      );
    }
    const pushed = this.pushedIds();
    if (platformId !== undefined && pushed.includes(platformId)) {
      throw new ConflictError(
        `'${platformId}' is fed by push: its source sends what it reads to /api/inventory/platforms/${platformId}/observations, and can't be asked for it`,
      );
    }
    const ids =
      platformId === undefined
        ? known.filter(id => !pushed.includes(id))
        : [platformId];
    const runs: SyncRun[] = [];
    for (const id of ids) {
      runs.push(
        await this.runs.request({ platformId: id, trigger, requestedBy }),
      );
    }
    this.executor.nudge();
    return runs;
  }

  /** Cancels a run, wherever it is done. */
  async cancel(runId: string, by: string): Promise<SyncRun> {
    const run = await this.runs.cancel(runId, by);
    this.executor.cancel(runId, by);
    return run;
  }

  /** Confirms a held run; the answer is the run that does it. */
  async confirm(runId: string, by: string): Promise<SyncRun> {
    const run = await this.runs.confirm(runId, by);
    this.executor.nudge();
    return run;
  }
}
