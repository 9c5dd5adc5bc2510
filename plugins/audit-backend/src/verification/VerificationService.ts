import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ChainState, Verification } from '@flyloft/plugin-audit-common';
import type { Knex } from 'knex';
import type { ChainKey } from '../chain/ChainKey';
import { readEnd, readSignedPoints } from '../chain/ChainStore';
import type { InboxStore } from '../trail/InboxStore';
import type { VerificationStore } from './VerificationStore';
import { pointText, verifyChain } from './verificationRun';

/** What looking at the chain takes. */
export interface VerificationParts {
  db: Knex;
  key: ChainKey;
  inbox: InboxStore;
  verifications: VerificationStore;
  retentionDays(): Promise<number>;
  logger: LoggerService;
}

/** Looks through the chain, one look at a time in the whole installation. */
export class VerificationService {
  private readonly ending = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly parts: VerificationParts) {}

  /** Where the chain stands, and what the last look found. */
  async state(): Promise<ChainState> {
    const { db, inbox, verifications } = this.parts;
    const [end, points, waiting, verification, retentionDays] =
      await Promise.all([
        readEnd(db),
        readSignedPoints(db, 'newest'),
        inbox.count(),
        verifications.latest(),
        this.parts.retentionDays(),
      ]);
    const purge = points.find(({ point }) => point.kind === 'purge')?.point;
    return {
      head: end ? pointText(end) : null,
      waiting,
      purged: purge ? { until: purge.sequence, at: purge.madeAt } : null,
      retentionDays,
      verification,
    };
  }

  /** Begins a look at the whole chain; a second one gets the first's answer. */
  async start(requestedBy: string | null): Promise<Verification> {
    const { verification, begun } = await this.parts.verifications.begin(
      randomUUID(),
      requestedBy,
    );
    if (begun) this.running = this.look(verification.id);
    return verification;
  }

  /** Waits for the look that this replica began, if there is one. */
  async settled(): Promise<void> {
    await this.running;
  }

  async stop(): Promise<void> {
    this.ending.abort(new Error('The portal is being ended'));
    await this.running;
  }

  private async look(id: string): Promise<void> {
    const { db, key, verifications, logger } = this.parts;
    try {
      const found = await verifyChain(db, key, {
        signal: this.ending.signal,
        onProgress: checked => verifications.progress(id, checked),
      });
      await verifications.finish(id, found);
      if (found.faultCount > 0) {
        const [first] = found.faults;
        logger.error(
          `The audit chain is broken in ${found.faultCount} places, first: ${first?.message}`,
        );
      }
    } catch (error) {
      logger.warn(`The audit chain could not be looked through: ${error}`);
      await verifications
        .fail(id, 'It could not be finished; the log of the portal says why')
        .catch(problem => logger.warn(`Nor could that be noted: ${problem}`));
    }
  }
}
