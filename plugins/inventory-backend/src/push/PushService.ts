import { ConflictError, isError, NotFoundError } from '@backstage/errors';
import type { PushAnswer, SyncRun } from '@flyloft/plugin-inventory-common';
import type { PlatformSource } from '../platforms/PlatformSource';
import { CollectorFailure } from '../sync/CollectorFailure';
import type { SyncExecutor } from '../sync/SyncExecutor';
import type { SyncRunStore } from '../syncRuns/SyncRunStore';
import type { PushedBody } from './PushedBody';
import { PushError } from './PushError';
import { isPushed } from './pushPlatform';

/** How a push ended: what its source is told, and what was wrong with it. */
export interface PushEnd {
  answer: PushAnswer;
  /** Why it failed; null when it did not. */
  because: unknown;
}

/** Takes pushes of sources in as runs of the engine. */
export class PushService {
  constructor(
    private readonly runs: SyncRunStore,
    private readonly executor: SyncExecutor,
    private readonly platforms: PlatformSource,
  ) {}

  /**
   * Whether a platform takes pushes.
   *
   * @throws NotFoundError or ConflictError saying why not
   */
  requirePushed(platformId: string): void {
    const platform = this.platforms.all().find(({ id }) => id === platformId);
    if (!platform) {
      throw new NotFoundError(
        `There is no platform '${platformId}', or it is disabled`,
      );
    }
    if (!isPushed(platform)) {
      throw new ConflictError(
        `'${platformId}' is read by the portal itself; only platforms of type 'push' take pushes`,
      );
    }
  }

  /**
   * Takes one push in, and answers when it is applied, held or failed.
   *
   * @throws PushError when not even its first line is one; no run was begun
   */
  async take(
    platformId: string,
    by: string,
    body: PushedBody,
  ): Promise<PushEnd> {
    const begin = await body.begin();
    const { runId, ended } = await this.executor.push({
      platformId,
      by: `${by} (${begin.source})`,
      body,
      partial: !begin.complete,
      collectedAt: new Date(begin.collectedAt),
    });
    const run = await this.runs.get(runId);
    const outcome = outcomeOf(run.state);
    return {
      answer: {
        runId,
        outcome,
        message: run.problem?.message ?? run.hold?.message ?? null,
        counts: run.counts,
        gaps: run.gaps,
      },
      because: outcome === 'failed' ? (body.fault ?? causeOf(ended)) : null,
    };
  }
}

function outcomeOf(state: SyncRun['state']): 'held' | 'accepted' | 'failed' {
  if (state === 'held') return 'held';
  return state === 'succeeded' ? 'accepted' : 'failed';
}

/** What stands behind the engine's own wrapping. */
function causeOf(ended: unknown): unknown {
  const thrown = ended instanceof CollectorFailure ? ended.thrown : ended;
  return isError(thrown) && thrown.name === 'ConflictError'
    ? new PushError('outdated', thrown.message)
    : thrown;
}
