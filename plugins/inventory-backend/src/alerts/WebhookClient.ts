import { createHmac } from 'node:crypto';
import { ServiceUnavailableError } from '@backstage/errors';
import { alertTitle, type AlertChannel, type AlertMessage } from './alert';

const timeoutMilliseconds = 10_000;

/** How one webhook is reached. */
export interface WebhookSettings {
  id: string;
  kinds: AlertChannel['kinds'];
  url: string;
  /** What signs the messages; nobody else can write in our name. */
  secret: string;
  /** The page that a message leads to. */
  link: string;
}

/**
 * Posts messages as JSON. `X-Flyloft-Signature` is the HMAC-SHA256 of the
 * timestamp, a dot and the body, so that a message can't be changed, nor an
 * old one be sent again.
 */
export class WebhookClient implements AlertChannel {
  readonly id: string;
  readonly kinds: AlertChannel['kinds'];

  constructor(
    private readonly settings: WebhookSettings,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.id = settings.id;
    this.kinds = settings.kinds;
  }

  async send(message: AlertMessage, signal: AbortSignal): Promise<void> {
    const { url, secret, link } = this.settings;
    const body = JSON.stringify({
      ...message,
      title: alertTitle(message),
      link,
    });
    const timestamp = `${Math.floor(this.now().getTime() / 1000)}`;
    const response = await fetch(url, {
      method: 'POST',
      body,
      // Another address than the configured one is nobody's to choose.
      redirect: 'error',
      headers: {
        'Content-Type': 'application/json',
        'X-Flyloft-Delivery': message.deliveryId,
        'X-Flyloft-Timestamp': timestamp,
        'X-Flyloft-Signature': `sha256=${signatureOf(secret, timestamp, body)}`,
      },
      signal: AbortSignal.any([
        signal,
        AbortSignal.timeout(timeoutMilliseconds),
      ]),
    });
    // What it says beside its status is of no use, and may be endless.
    await response.body?.cancel();
    if (!response.ok) {
      throw new ServiceUnavailableError(`It answered ${response.status}`);
    }
  }
}

/** The signature of a body, for receivers to compare. */
export const signatureOf = (
  secret: string,
  timestamp: string,
  body: string,
): string =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
