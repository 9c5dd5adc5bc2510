import { z } from 'zod';
import { ProxmoxError } from './ProxmoxError';

/** Sends one form to an entry node and answers its data. */
export type PostForm = (
  path: string,
  fields: Record<string, string>,
) => Promise<unknown>;

/** How the client shows who it is. */
export interface Credentials {
  /** Whom the platform takes us for. */
  readonly identity: string;
  /** Headers for one call; `post` is there for a login. */
  headers(method: string, post: PostForm): Promise<Record<string, string>>;
  /** Told of a 401; answers whether the same call may go better now. */
  rejected(headers: Record<string, string>): boolean;
  /** What must never be seen in a message or a log. */
  secrets(): string[];
}

/** An API token: no login, no renewal, no CSRF. */
export class TokenCredentials implements Credentials {
  constructor(
    readonly identity: string,
    private readonly secret: string,
  ) {}

  async headers(): Promise<Record<string, string>> {
    return { authorization: `PVEAPIToken=${this.identity}=${this.secret}` };
  }

  rejected(): boolean {
    return false;
  }

  secrets(): string[] {
    return [this.secret];
  }
}

const ticketSchema = z.object({
  ticket: z.string(),
  CSRFPreventionToken: z.string(),
  NeedTFA: z.unknown().optional(),
});

interface Ticket {
  ticket: string;
  csrf: string;
  at: number;
}

// A ticket lives two hours, on every node of the cluster.
const renewAfterMilliseconds = 90 * 60 * 1000;
const expiredAfterMilliseconds = 115 * 60 * 1000;

/** A user's ticket, fetched with the password once and renewed with itself. */
export class TicketCredentials implements Credentials {
  private current: Ticket | null = null;
  private login: Promise<Ticket> | null = null;

  constructor(
    readonly identity: string,
    private readonly password: string,
    private readonly now: () => number = Date.now,
  ) {}

  async headers(
    method: string,
    post: PostForm,
  ): Promise<Record<string, string>> {
    const ticket = await this.ticket(post);
    const cookie = `PVEAuthCookie=${encodeURIComponent(ticket.ticket)}`;
    return method === 'GET'
      ? { cookie }
      : { cookie, CSRFPreventionToken: ticket.csrf };
  }

  rejected(headers: Record<string, string>): boolean {
    const used = headers.cookie;
    const current =
      this.current &&
      `PVEAuthCookie=${encodeURIComponent(this.current.ticket)}`;
    // Somebody else's call may have renewed it meanwhile.
    if (used === current) this.current = null;
    return true;
  }

  secrets(): string[] {
    const ticket = this.current ? [this.current.ticket, this.current.csrf] : [];
    return [this.password, ...ticket];
  }

  private async ticket(post: PostForm): Promise<Ticket> {
    const age = this.current ? this.now() - this.current.at : Infinity;
    if (this.current && age < renewAfterMilliseconds) return this.current;
    // Many calls find it old at once; one logs in for all.
    this.login ??= this.renew(post, age).finally(() => {
      this.login = null;
    });
    return this.login;
  }

  private async renew(post: PostForm, age: number): Promise<Ticket> {
    const old = this.current;
    if (old && age < expiredAfterMilliseconds) {
      try {
        return await this.fetch(post, old.ticket);
      } catch (error) {
        // The key rotates daily: an old ticket may be refused, the password not.
        if (
          !(error instanceof ProxmoxError) ||
          error.failure !== 'unauthenticated'
        ) {
          throw error;
        }
      }
    }
    return this.fetch(post, this.password);
  }

  private async fetch(post: PostForm, password: string): Promise<Ticket> {
    const call = 'POST /access/ticket';
    const answer = ticketSchema.safeParse(
      await post('/access/ticket', { username: this.identity, password }),
    );
    if (!answer.success) {
      throw new ProxmoxError('malformed', {
        call,
        reason: 'the answer holds no ticket',
      });
    }
    if (answer.data.NeedTFA) {
      throw new ProxmoxError('unauthenticated', {
        call,
        reason: `${this.identity} needs a second factor: use an API token`,
      });
    }
    this.current = {
      ticket: answer.data.ticket,
      csrf: answer.data.CSRFPreventionToken,
      at: this.now(),
    };
    return this.current;
  }
}
