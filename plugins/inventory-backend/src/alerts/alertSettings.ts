import type { Config } from '@backstage/config';
import { readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { alertKinds, type AlertKind } from './alert';
import type { MailSettings } from './MailClient';
import type { WebhookSettings } from './WebhookClient';

/** Who is told of what, and how long before something ends. */
export interface AlertSettings {
  expiresWithinDays: number;
  webhooks: WebhookSettings[];
  mails: MailSettings[];
}

const usualDays = 14;
const millisecondsOfDay = 24 * 60 * 60 * 1000;
const shortestSecret = 16;

/**
 * Reads `inventory.alerts`; without it nobody is told of anything.
 *
 * @throws InputError naming the key and saying what would be right.
 */
export function readAlertSettings(config: Config): AlertSettings {
  const part = config.getOptionalConfig('inventory.alerts');
  if (!part) return { expiresWithinDays: usualDays, webhooks: [], mails: [] };
  const link = `${config.getString('app.baseUrl').replace(/\/$/, '')}/inventory/sync`;
  const webhooks = (part.getOptionalConfigArray('webhooks') ?? []).map(
    (one, index) => readWebhook(one, `webhooks[${index}]`, link),
  );
  const mails = (part.getOptionalConfigArray('mails') ?? []).map((one, index) =>
    readMail(one, `mails[${index}]`, link),
  );
  requireOneEach([...webhooks, ...mails].map(({ id }) => id));
  return {
    expiresWithinDays: part.has('expiresWithin')
      ? Math.ceil(
          durationToMilliseconds(
            readDurationFromConfig(part, { key: 'expiresWithin' }),
          ) / millisecondsOfDay,
        )
      : usualDays,
    webhooks,
    mails,
  };
}

function readWebhook(
  config: Config,
  key: string,
  link: string,
): WebhookSettings {
  const url = config.getString('url');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new InputError(
      `inventory.alerts.${key}.url must be an address such as https://chat.example.org/hooks/flyloft`,
    );
  }
  const secret = config.getString('secret');
  if (secret.length < shortestSecret) {
    throw new InputError(
      `inventory.alerts.${key}.secret must have ${shortestSecret} characters or more`,
    );
  }
  return {
    id: readId(config, key),
    kinds: readKinds(config, key),
    url,
    secret,
    link,
  };
}

function readMail(config: Config, key: string, link: string): MailSettings {
  const to = config.getStringArray('to');
  if (to.length === 0) {
    throw new InputError(
      `inventory.alerts.${key}.to must name at least one address`,
    );
  }
  const user = config.getOptionalString('username');
  return {
    id: readId(config, key),
    kinds: readKinds(config, key),
    host: config.getString('host'),
    port: config.getOptionalNumber('port') ?? 587,
    encryption: readEncryption(config, key),
    ...(user === undefined
      ? {}
      : { credentials: { user, pass: config.getString('password') } }),
    from: config.getString('from'),
    to,
    link,
  };
}

function readEncryption(
  config: Config,
  key: string,
): MailSettings['encryption'] {
  const value = config.getOptionalString('encryption') ?? 'starttls';
  if (value === 'starttls' || value === 'tls' || value === 'none') return value;
  throw new InputError(
    `inventory.alerts.${key}.encryption must be starttls, tls or none`,
  );
}

function readId(config: Config, key: string): string {
  const id = config.getString('id');
  if (/^[a-z0-9][a-z0-9-]{0,62}$/.test(id)) return id;
  throw new InputError(
    `inventory.alerts.${key}.id must consist of small letters, digits and dashes`,
  );
}

function readKinds(config: Config, key: string): AlertKind[] {
  const wanted = config.getOptionalStringArray('kinds');
  if (!wanted) return [...alertKinds];
  return wanted.map(kind => {
    const known = alertKinds.find(one => one === kind);
    if (known) return known;
    throw new InputError(
      `inventory.alerts.${key}.kinds: '${kind}' is none; there are ${alertKinds.join(', ')}`,
    );
  });
}

function requireOneEach(ids: string[]): void {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw new InputError(`inventory.alerts: the id '${twice}' is there twice`);
  }
}
