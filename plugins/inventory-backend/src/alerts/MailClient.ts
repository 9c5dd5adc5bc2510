import type { readSiteNames } from '@flyloft/plugin-site-node';
import { createTransport, type Transporter } from 'nodemailer';
import { alertTitle, type AlertChannel, type AlertMessage } from './alert';

const timeoutMilliseconds = 10_000;

/** How mail is sent, and to whom. */
export interface MailSettings {
  id: string;
  kinds: AlertChannel['kinds'];
  host: string;
  port: number;
  /** `starttls` is required, not offered: a server without it is refused. */
  encryption: 'starttls' | 'tls' | 'none';
  credentials?: { user: string; pass: string };
  from: string;
  to: string[];
  /** The page that a message leads to. */
  link: string;
}

/** In whose name mail is sent, asked anew for each. */
export type MailNames = () => ReturnType<typeof readSiteNames>;

/** Sends messages as plain text through an SMTP server. */
export class MailClient implements AlertChannel {
  readonly id: string;
  readonly kinds: AlertChannel['kinds'];
  private readonly transport: Transporter;

  constructor(
    private readonly settings: MailSettings,
    private readonly names: MailNames,
  ) {
    this.id = settings.id;
    this.kinds = settings.kinds;
    this.transport = createTransport({
      host: settings.host,
      port: settings.port,
      secure: settings.encryption === 'tls',
      requireTLS: settings.encryption === 'starttls',
      ignoreTLS: settings.encryption === 'none',
      auth: settings.credentials,
      connectionTimeout: timeoutMilliseconds,
      greetingTimeout: timeoutMilliseconds,
      socketTimeout: timeoutMilliseconds,
      // A message is text of our own: no file and no address is ever read.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send(message: AlertMessage): Promise<void> {
    const { from, to, link } = this.settings;
    const title = alertTitle(message);
    const { portal, organization } = await this.names();
    await this.transport.sendMail({
      from,
      to,
      subject: `${portal}: ${title}`,
      text: [
        `${title}.`,
        message.event === 'began'
          ? message.message
          : `It began ${message.beganAt} and ended ${message.endedAt}.`,
        link,
        ...(organization ? [`${portal}, ${organization}`] : []),
        '',
      ].join('\n\n'),
      headers: {
        // One episode is one conversation; nobody's absence answers it.
        'X-Flyloft-Delivery': message.deliveryId,
        'Auto-Submitted': 'auto-generated',
      },
    });
  }
}
