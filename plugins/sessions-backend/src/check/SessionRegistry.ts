import type { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import type { SessionLimits } from '@flyloft/plugin-sessions-common';
import type { KnownSession, SessionStore } from '../sessions/SessionStore';

const tickMilliseconds = 2_000;
// With the tick and one query below the ten seconds within which an ended
// session must be refused everywhere.
const staleMilliseconds = 7_000;
const writtenEveryMilliseconds = 60_000;
const unusedMilliseconds = 15 * 60_000;
const unknownMilliseconds = 3_000;
const mostTokens = 50_000;

/** What the check says of a token. */
export type Verdict =
  | { outcome: 'open'; session: KnownSession }
  | { outcome: 'over'; session: KnownSession }
  | { outcome: 'unknown' };

interface Entry {
  session: KnownSession;
  /** When it was last asked for here. */
  usedAt: number;
  /** When what is known of it was last read. */
  readAt: number;
  /** When its last use was last written; it is written once a minute. */
  writtenAt: number;
}

/** What the registry is made of; tests turn its clock. */
export interface RegistryOptions {
  store: SessionStore;
  limits(): Promise<SessionLimits>;
  logger: LoggerService;
  now?: () => number;
}

/**
 * The sessions that this replica sees, in memory: a request costs no query.
 * Every two seconds all of them are read again at once, so that what another
 * replica ended is refused here. While that fails, each is asked for by itself,
 * and refused when that fails too.
 */
export class SessionRegistry {
  /** Told of sessions that ended for their age here. */
  onAged: (session: KnownSession) => void = () => undefined;
  private readonly entries = new Map<string, Entry>();
  private readonly tokens = new Map<string, string>();
  private readonly unknown = new Map<string, number>();
  private readonly asking = new Map<string, Promise<Verdict>>();
  private readonly dirty = new Map<string, number>();
  private readonly now: () => number;
  private lastLimits: SessionLimits | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopped = true;
  private failing = false;

  constructor(private readonly options: RegistryOptions) {
    this.now = options.now ?? Date.now;
  }

  /**
   * Says how the session of a token stands.
   *
   * @param isUse - Whether somebody did something, rather than a page by itself.
   * @throws ServiceUnavailableError when it can't be known.
   */
  async check(digest: string, isUse: boolean): Promise<Verdict> {
    const now = this.now();
    const entry = this.entries.get(this.tokens.get(digest) ?? '');
    const fresh = entry && now - entry.readAt <= staleMilliseconds;
    if (!fresh && (this.unknown.get(digest) ?? 0) > now) {
      return { outcome: 'unknown' };
    }
    const verdict = fresh ? this.verdictOf(entry) : await this.load(digest);
    if (verdict.outcome !== 'open') return verdict;
    const current = this.entries.get(verdict.session.id);
    return current ? this.judgeAge(current, isUse) : verdict;
  }

  /** Takes over what was just written, so that it holds here at once. */
  note(session: KnownSession): void {
    const entry = this.entries.get(session.id);
    if (entry) entry.session = { ...entry.session, ending: session.ending };
  }

  /** The limits as last read. */
  async limits(): Promise<SessionLimits> {
    this.lastLimits ??= await this.options.limits();
    return this.lastLimits;
  }

  start(): void {
    this.stopped = false;
    this.plan();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.writeUses();
  }

  /** Reads all known sessions again, and writes when they were used. */
  async tick(): Promise<void> {
    const startedAt = this.now();
    try {
      this.lastLimits = await this.options.limits();
      await this.writeUses();
      await this.readAll(startedAt);
      this.failing = false;
    } catch (error) {
      if (!this.failing) {
        this.options.logger.warn(
          `Sessions can't be read; each request asks for its own: ${error}`,
        );
      }
      this.failing = true;
    }
    this.dropUnused(startedAt);
  }

  private plan(): void {
    if (this.stopped) return;
    this.timer = setTimeout(async () => {
      await this.tick();
      this.plan();
    }, tickMilliseconds);
    this.timer.unref();
  }

  private async readAll(startedAt: number): Promise<void> {
    const ids = [...this.entries.keys()];
    if (ids.length === 0) return;
    const found = new Map(
      (await this.options.store.read(ids)).map(one => [one.id, one]),
    );
    for (const id of ids) {
      const entry = this.entries.get(id);
      const session = found.get(id);
      if (!entry) continue;
      if (!session) this.entries.delete(id);
      else this.renew(entry, session, startedAt);
    }
  }

  private renew(entry: Entry, session: KnownSession, readAt: number): void {
    entry.readAt = readAt;
    entry.session = {
      ...session,
      // What ended here meanwhile stays ended.
      ending: session.ending ?? entry.session.ending,
      lastSeenAt: Math.max(session.lastSeenAt, entry.session.lastSeenAt),
    };
  }

  private load(digest: string): Promise<Verdict> {
    const running = this.asking.get(digest);
    if (running) return running;
    const asked = this.ask(digest).finally(() => this.asking.delete(digest));
    this.asking.set(digest, asked);
    return asked;
  }

  private async ask(digest: string): Promise<Verdict> {
    const readAt = this.now();
    let session: KnownSession | undefined;
    try {
      session = await this.options.store.byToken(digest);
    } catch (error) {
      this.options.logger.error(`A session can't be checked: ${error}`);
      throw new ServiceUnavailableError(
        'Your session can not be checked right now. Try again shortly.',
      );
    }
    if (!session) {
      bound(this.unknown);
      this.unknown.set(digest, readAt + unknownMilliseconds);
      return { outcome: 'unknown' };
    }
    bound(this.tokens);
    this.tokens.set(digest, session.id);
    const known = this.entries.get(session.id);
    if (known) this.renew(known, session, readAt);
    const entry = known ?? {
      session,
      usedAt: readAt,
      readAt,
      writtenAt: session.lastSeenAt,
    };
    this.entries.set(session.id, entry);
    return this.verdictOf(entry);
  }

  private verdictOf(entry: Entry): Verdict {
    entry.usedAt = this.now();
    const { session } = entry;
    return { outcome: session.ending ? 'over' : 'open', session };
  }

  private async judgeAge(entry: Entry, isUse: boolean): Promise<Verdict> {
    const { session } = entry;
    const now = this.now();
    const limits = await this.limits();
    const tooOld =
      now - session.createdAt > limits.absoluteHours * 3_600_000 ||
      now - session.lastSeenAt > limits.idleMinutes * 60_000;
    if (tooOld) return this.age(entry, limits);
    if (isUse) this.noteUse(entry, now);
    return { outcome: 'open', session };
  }

  private noteUse(entry: Entry, now: number): void {
    entry.session.lastSeenAt = now;
    if (now - entry.writtenAt < writtenEveryMilliseconds) return;
    entry.writtenAt = now;
    this.dirty.set(entry.session.id, now);
  }

  // Another replica may know of a later use: the database has the last word.
  private async age(entry: Entry, limits: SessionLimits): Promise<Verdict> {
    const { store } = this.options;
    const { id } = entry.session;
    const ended = await store.endForAge(id, limits);
    const session = ended ?? (await store.read([id]))[0];
    if (!session) return { outcome: 'unknown' };
    if (ended) this.onAged(ended);
    entry.session = session;
    entry.readAt = this.now();
    return this.verdictOf(entry);
  }

  private async writeUses(): Promise<void> {
    if (this.dirty.size === 0) return;
    const moments = [...this.dirty].map(([id, at]) => ({ id, at }));
    await this.options.store.seen(moments);
    for (const { id, at } of moments) {
      if (this.dirty.get(id) === at) this.dirty.delete(id);
    }
  }

  private dropUnused(now: number): void {
    for (const [id, entry] of this.entries) {
      if (now - entry.usedAt > unusedMilliseconds) this.entries.delete(id);
    }
    for (const [digest, id] of this.tokens) {
      if (!this.entries.has(id)) this.tokens.delete(digest);
    }
    for (const [digest, until] of this.unknown) {
      if (until <= now) this.unknown.delete(digest);
    }
  }
}

/** Makes room for one more; the oldest goes. */
function bound(map: Map<string, unknown>): void {
  const [oldest] = map.keys();
  if (map.size >= mostTokens && oldest !== undefined) map.delete(oldest);
}
