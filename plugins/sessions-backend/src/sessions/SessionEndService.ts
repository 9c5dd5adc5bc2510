import type { AuditorService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { audited, type AuditedCommand } from '@flyloft/backend-kit';
import type { SessionRegistry } from '../check/SessionRegistry';
import type { KnownSession, SessionStore } from './SessionStore';

type AuditedRequest = AuditedCommand['request'];

/** Ends sessions at somebody's word, or for their age, and reports it. */
export class SessionEndService {
  constructor(
    private readonly store: SessionStore,
    private readonly registry: SessionRegistry,
    private readonly auditor: AuditorService,
  ) {}

  /**
   * Ends one session; one that is over already stays as it was.
   *
   * @param owner - Whose it must be; anybody's when left out.
   * @throws NotFoundError when there is none, or it is not the owner's.
   */
  async end(
    id: string,
    by: { user: string; owner?: string; request: AuditedRequest },
  ): Promise<void> {
    const [session] = await this.store.read([id]);
    if (!session || (by.owner && session.userEntityRef !== by.owner)) {
      throw new NotFoundError(`There is no session '${id}'`);
    }
    if (session.ending) return;
    await audited(
      this.auditor,
      {
        eventId: 'session-end',
        request: by.request,
        resource: resourceOf(session),
      },
      async () => {
        const ended = await this.store.end(id, 'ended', by.user);
        if (ended) this.registry.note(ended);
      },
      () => ({ before: { state: 'open' }, after: { state: 'over' } }),
    );
  }

  /** Reports what ended by itself. */
  async reportAged(session: KnownSession): Promise<void> {
    const event = await this.auditor.createEvent({
      eventId: 'session-timeout',
      severityLevel: 'medium',
      meta: {
        resource: resourceOf(session),
        end: session.ending?.end ?? null,
      },
    });
    await event.success();
  }

  /** Ends what is too old or was idle too long, and reports each. */
  async sweep(overForDays: number): Promise<void> {
    const ended = await this.store.sweep(await this.registry.limits());
    for (const session of ended) {
      this.registry.note(session);
      await this.reportAged(session);
    }
    await this.store.forget(overForDays);
  }
}

const resourceOf = ({ id, userEntityRef }: KnownSession) => ({
  kind: 'session',
  id,
  name: userEntityRef,
});
