import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long a ticket is good for; the client renews it before. */
export const ticketLifetimeSeconds = 2 * 60 * 60;

/** How far in the future a ticket may lie, for clocks that differ. */
const clockSkewSeconds = 300;

/** A console ticket is used at once or not at all. */
const consoleTicketLifetimeSeconds = 40;

/** A console's ticket with the password the VNC server asks for. */
export interface ConsoleTicket {
  ticket: string;
  password: string;
}

/**
 * Makes and checks what a client carries: tickets, the tokens against
 * cross-site requests, and the tickets of consoles.
 *
 * The real ones are signed with an RSA key, which clients never check. Here
 * the 256 bytes come from an HMAC: they look alike, and a lab starts without
 * making a key.
 */
export class Tickets {
  private readonly key = randomBytes(32);
  private readonly now: () => number;
  private generation = 0;

  /** @param now - milliseconds since 1970 */
  constructor(now: () => number) {
    this.now = now;
  }

  /** Makes every ticket that was given out so far invalid. */
  expireAll(): void {
    this.generation++;
  }

  /** `PVE:user@realm:<time>::<signature>` */
  issue(userId: string): string {
    const plain = `PVE:${userId}:${this.stamp()}`;
    return `${plain}::${this.sign(plain)}`;
  }

  /** The user a ticket was given to, when it is genuine and not too old. */
  userOf(ticket: string): string | undefined {
    const parts = /^(PVE:([^\s:]+):([0-9A-F]{8}))::(.+)$/.exec(ticket);
    if (!parts) return undefined;
    const [, plain = '', userId = '', stamp = '', signature = ''] = parts;
    if (!same(signature, this.sign(plain))) return undefined;
    return this.isCurrent(stamp, ticketLifetimeSeconds) ? userId : undefined;
  }

  /** `<time>:<digest>`, to be sent along with whatever changes something. */
  csrfToken(userId: string): string {
    const stamp = this.stamp();
    return `${stamp}:${this.digest(`${stamp}:${userId}`)}`;
  }

  isCsrfToken(userId: string, token: string): boolean {
    const parts = /^([0-9A-F]{8}):(\S+)$/.exec(token);
    if (!parts) return false;
    const [, stamp = '', digest = ''] = parts;
    if (!same(digest, this.digest(`${stamp}:${userId}`))) return false;
    return this.isCurrent(stamp, ticketLifetimeSeconds);
  }

  /** Bound to the caller, the guest's path and the port. */
  issueConsole(authId: string, path: string, port: number): ConsoleTicket {
    const plain = `PVEVNC:${this.stamp()}`;
    const password = printable(8);
    const signature = this.sign(`${plain}:${authId}:${path}:${port}`);
    return { ticket: `${password}:${plain}::${signature}`, password };
  }

  /** A client may leave out the password in front of the ticket. */
  isConsoleTicket(
    ticket: string,
    authId: string,
    path: string,
    port: number,
  ): boolean {
    const parts = /^(?:.{8}:)?(PVEVNC:([0-9A-F]{8}))::(.+)$/s.exec(ticket);
    if (!parts) return false;
    const [, plain = '', stamp = '', signature = ''] = parts;
    const expected = this.sign(`${plain}:${authId}:${path}:${port}`);
    if (!same(signature, expected)) return false;
    return this.isCurrent(stamp, consoleTicketLifetimeSeconds);
  }

  private seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  private stamp(): string {
    return this.seconds().toString(16).toUpperCase().padStart(8, '0');
  }

  private isCurrent(stamp: string, lifetimeSeconds: number): boolean {
    const age = this.seconds() - parseInt(stamp, 16);
    return age > -clockSkewSeconds && age < lifetimeSeconds;
  }

  private sign(plain: string): string {
    const block = (index: number) =>
      createHmac('sha512', this.key)
        .update(`${index}:${this.generation}:${plain}`)
        .digest();
    return Buffer.concat([0, 1, 2, 3].map(block)).toString('base64');
  }

  private digest(plain: string): string {
    return createHmac('sha256', this.key)
      .update(`csrf:${this.generation}:${plain}`)
      .digest('base64')
      .replace(/=+$/, '');
  }
}

function same(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Printable characters, those included that must be encoded in a query. */
function printable(length: number): string {
  const bytes = randomBytes(length);
  return String.fromCharCode(...bytes.map(byte => 33 + (byte % 94)));
}
