/** What people can be told of. */
export const alertKinds = [
  'platform-stale',
  'certificate-expiring',
  'subscription-expiring',
  'token-expiring',
] as const;
export type AlertKind = (typeof alertKinds)[number];

/** Something that is wrong now. */
export interface AlertCondition {
  kind: AlertKind;
  /** By id, so that a new name is no new episode. */
  subject: string;
  name: string;
  message: string;
}

/** One message on its way to one channel. */
export interface AlertMessage {
  /** The same in every attempt, for receivers that count. */
  deliveryId: string;
  event: 'began' | 'ended';
  kind: AlertKind;
  subject: string;
  name: string;
  message: string;
  beganAt: string;
  endedAt: string | null;
}

/** Where messages go. */
export interface AlertChannel {
  id: string;
  /** The kinds that it is told of. */
  kinds: readonly AlertKind[];
  /** @throws when the message did not arrive, or may not have. */
  send(message: AlertMessage, signal: AbortSignal): Promise<void>;
}

const began: Record<AlertKind, string> = {
  'platform-stale': 'is not fresh',
  'certificate-expiring': 'has a certificate that ends soon',
  'subscription-expiring': 'has a subscription that ends soon',
  'token-expiring': 'is a token that expires soon',
};

const ended: Record<AlertKind, string> = {
  'platform-stale': 'is fresh again',
  'certificate-expiring': 'has a certificate that lasts',
  'subscription-expiring': 'has a subscription that lasts',
  'token-expiring': 'is no token that expires soon any more',
};

/** A message in one line: `West data centre is not fresh`. */
export const alertTitle = ({
  kind,
  event,
  name,
}: Pick<AlertMessage, 'kind' | 'event' | 'name'>): string =>
  `${name} ${(event === 'began' ? began : ended)[kind]}`;

const firstPauseSeconds = 30;
const longestPauseSeconds = 3_600;
/** A day and a half with these pauses. */
export const mostAttempts = 40;

/**
 * How long to wait after so many failed attempts: twice as long each time, an
 * hour at most, with chance in it so that not all come back at once.
 *
 * @param random - From 0 to 1.
 */
export function pauseSeconds(attempts: number, random: number): number {
  const pause = Math.min(
    longestPauseSeconds,
    firstPauseSeconds * 2 ** Math.min(attempts - 1, 20),
  );
  return pause * (0.5 + random);
}
