import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { ConfigReader } from '@backstage/config';
import { mockServices } from '@backstage/backend-test-utils';
import {
  createTestDatabase,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';
import { FreshnessStore } from '../freshness/FreshnessStore';
import { migrations } from '../testing/SyncBench';
import { alertKinds, pauseSeconds, type AlertChannel } from './alert';
import { AlertReconciler } from './AlertReconciler';
import { readAlertSettings } from './alertSettings';
import { AlertStore } from './AlertStore';
import { MailClient } from './MailClient';
import { signatureOf, WebhookClient } from './WebhookClient';

jest.setTimeout(60_000);

const secret = 'a secret of some length';
let database: TestDatabase;
let sink: { server: Server; url: string; status: number };
let received: Array<{ headers: IncomingMessage['headers']; body: string }>;

beforeAll(async () => {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received.push({ headers: request.headers, body });
    response.writeHead(sink.status).end('x'.repeat(1_000));
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  sink = { server, url: `http://127.0.0.1:${port}/hook`, status: 204 };
});
afterAll(async () => {
  sink.server.closeAllConnections();
  await new Promise(done => sink.server.close(done));
});
beforeEach(async () => {
  received = [];
  sink.status = 204;
  database = await createTestDatabase({ schema: 'inventory', migrations });
  await database.knex('platforms').insert({
    id: 'west',
    type: 'proxmox',
    title: 'West',
    interval_seconds: 300,
    collected_at: minutesAgo(1),
  });
});
afterEach(() => database.drop());

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const collected = (minutes: number) =>
  database.knex('platforms').update({ collected_at: minutesAgo(minutes) });
const webhook = (kinds: AlertChannel['kinds'] = alertKinds) =>
  new WebhookClient({
    id: 'ops',
    kinds,
    url: sink.url,
    secret,
    link: 'https://portal/inventory/sync',
  });
const reconciler = (channels: AlertChannel[] = [webhook()]) =>
  new AlertReconciler({
    alerts: new AlertStore(database.knex),
    freshness: new FreshnessStore(database.knex),
    channels,
    expiresWithinDays: 14,
    logger: mockServices.logger.mock(),
    random: () => 0.5,
  });
const run = (one = reconciler()) => one.run(new AbortController().signal);
const titles = () => received.map(({ body }) => JSON.parse(body).title);
const due = () =>
  database.knex('alert_deliveries').update({ next_attempt_at: minutesAgo(1) });

it('tells once that a platform went stale, and once that it is fresh again', async () => {
  await run();
  expect(received).toEqual([]);
  await collected(20);
  await run();
  await run();
  expect(titles()).toEqual(['West is not fresh']);
  await collected(0);
  await run();
  await run();
  expect(titles()).toEqual(['West is not fresh', 'West is fresh again']);
  // The next time is another episode.
  await collected(20);
  await run();
  expect(titles()).toHaveLength(3);
});

it('says nothing of a platform that was switched off', async () => {
  await collected(20);
  await database.knex('platforms').update({ disabled_at: new Date() });
  await run();
  expect(received).toEqual([]);
});

it('signs what it sends, with the time', async () => {
  await collected(20);
  await run();
  const [{ headers, body }] = received as [(typeof received)[0]];
  expect(headers['x-flyloft-signature']).toBe(
    `sha256=${signatureOf(secret, `${headers['x-flyloft-timestamp']}`, body)}`,
  );
  expect(headers['x-flyloft-signature']).not.toBe(
    `sha256=${signatureOf('another', `${headers['x-flyloft-timestamp']}`, body)}`,
  );
  expect(JSON.parse(body)).toMatchObject({
    event: 'began',
    kind: 'platform-stale',
    subject: 'west',
    link: 'https://portal/inventory/sync',
  });
  expect(body).not.toContain(secret);
});

it('tries again until it arrives, and tells the end only after the beginning', async () => {
  sink.status = 500;
  await collected(20);
  await run();
  await run();
  expect(received).toHaveLength(1);
  expect(await database.knex('alert_deliveries').first()).toMatchObject({
    attempts: 1,
    delivered_at: null,
    last_problem: 'It answered 500',
  });
  await collected(0);
  await run();
  expect(received).toHaveLength(1);
  sink.status = 200;
  await due();
  await run();
  await run();
  expect(titles()).toEqual([
    'West is not fresh',
    'West is not fresh',
    'West is fresh again',
  ]);
});

it('gives up at last, and does not tell the end of what it never told', async () => {
  sink.status = 500;
  await collected(20);
  await run();
  await database.knex('alert_deliveries').update({ attempts: 39 });
  await due();
  await run();
  expect(
    await database.knex('alert_deliveries').whereNotNull('gave_up_at'),
  ).toHaveLength(1);
  await run();
  expect(received).toHaveLength(2);
});

it('sends each message once, however many replicas try', async () => {
  await collected(20);
  await Promise.all([1, 2, 3, 4].map(() => run()));
  expect(titles()).toEqual(['West is not fresh']);
});

it('lets one sender alone have a delivery', async () => {
  const alerts = new AlertStore(database.knex);
  const many = Array.from({ length: 50 }, (_, index) => ({
    kind: 'platform-stale' as const,
    subject: `p${index}`,
    name: `p${index}`,
    message: 'old',
  }));
  await alerts.note(many, [webhook()]);
  // Each of a replica of its own: one connection would take turns.
  const replicas = [1, 2, 3, 4].map(() => new AlertStore(database.connect()));
  await Promise.all(replicas.map(replica => replica.disabledPlatforms()));
  const claimed = await Promise.all(replicas.map(replica => replica.claim(50)));
  const ids = claimed.flat().map(one => one.message.deliveryId);
  expect(ids).toHaveLength(50);
  expect(new Set(ids).size).toBe(50);
});

it('tells of certificates, subscriptions and tokens that end soon, by kind', async () => {
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
  await database.knex('hosts').insert({
    platform_id: 'west',
    external_id: 'pve1',
    name: 'pve1',
    status: 'online',
    first_seen_at: new Date(),
    changed_at: new Date(),
    certificate_expires_at: inDays(3),
    subscription_expires_at: inDays(90),
  });
  await database.knex('tokens').insert({
    name: 'n8n',
    prefix: 'flyt_12345678',
    secret_hash: Buffer.alloc(32),
    scopes: ['inventory:read'],
    created_by: 'it',
    expires_at: inDays(10),
  });
  await run(reconciler([webhook(['certificate-expiring'])]));
  expect(titles()).toEqual(['pve1 has a certificate that ends soon']);
  expect(await database.knex('alert_episodes').pluck('kind')).toEqual([
    'certificate-expiring',
    'token-expiring',
  ]);
  await database.knex('hosts').update({ certificate_expires_at: inDays(700) });
  await run(reconciler([webhook(['certificate-expiring'])]));
  expect(titles().at(-1)).toBe('pve1 has a certificate that lasts');
});

it('follows no redirect', async () => {
  sink.status = 307;
  await collected(20);
  await run();
  expect(await database.knex('alert_deliveries').first()).toMatchObject({
    delivered_at: null,
  });
});

it('sends mail through SMTP', async () => {
  const mails: string[] = [];
  const smtp = createSocketServer(socket => {
    let data: string | null = null;
    let rest = '';
    socket.write('220 sink ESMTP\r\n');
    socket.on('data', chunk => {
      rest += chunk.toString();
      for (;;) {
        const end = rest.indexOf('\r\n');
        if (end < 0) return;
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (data !== null) {
          if (line === '.') {
            mails.push(data);
            data = null;
            socket.write('250 kept\r\n');
          } else data += `${line}\n`;
        } else if (/^DATA/i.test(line)) {
          data = '';
          socket.write('354 go on\r\n');
        } else if (/^QUIT/i.test(line)) {
          socket.end('221 bye\r\n');
        } else socket.write('250 fine\r\n');
      }
    });
  });
  await new Promise<void>(done => smtp.listen(0, '127.0.0.1', done));
  try {
    await collected(20);
    await run(
      reconciler([
        new MailClient(
          {
            id: 'mail',
            kinds: alertKinds,
            host: '127.0.0.1',
            port: (smtp.address() as AddressInfo).port,
            encryption: 'none',
            from: 'flyloft@example.org',
            to: ['ops@example.org'],
            link: 'https://portal/inventory/sync',
          },
          async () => ({ portal: 'Cloud desk', organization: 'Example Ltd' }),
        ),
      ]),
    );
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatch(/^Subject: Cloud desk: West is not fresh$/m);
    expect(mails[0]).toMatch(/^Cloud desk, Example Ltd$/m);
    expect(mails[0]).toMatch(/^To: ops@example.org$/m);
  } finally {
    await new Promise(done => smtp.close(done));
  }
});

it('waits longer each time, an hour at most', () => {
  expect([1, 2, 3, 20].map(attempts => pauseSeconds(attempts, 0.5))).toEqual([
    30, 60, 120, 3_600,
  ]);
  expect(pauseSeconds(1, 0)).toBe(15);
});

describe('the configuration', () => {
  const read = (alerts: object) =>
    readAlertSettings(
      new ConfigReader({
        app: { baseUrl: 'https://portal/' },
        inventory: { alerts },
      }),
    );
  const hook = { id: 'ops', url: 'https://chat/hook', secret };

  it('tells nobody where it names nobody', () => {
    expect(
      readAlertSettings(new ConfigReader({ app: { baseUrl: 'https://p' } })),
    ).toEqual({ expiresWithinDays: 14, webhooks: [], mails: [] });
  });

  it('names whom to tell of what', () => {
    expect(
      read({
        expiresWithin: { days: 30 },
        webhooks: [{ ...hook, kinds: ['platform-stale'] }],
      }),
    ).toMatchObject({
      expiresWithinDays: 30,
      webhooks: [
        { kinds: ['platform-stale'], link: 'https://portal/inventory/sync' },
      ],
    });
  });

  it.each([
    [{ webhooks: [{ ...hook, url: 'chat' }] }, /webhooks\[0\].url must be/],
    [{ webhooks: [{ ...hook, secret: 'short' }] }, /secret must have 16/],
    [{ webhooks: [hook, hook] }, /'ops' is there twice/],
    [{ webhooks: [{ ...hook, kinds: ['x'] }] }, /'x' is none; there are/],
    [
      { mails: [{ id: 'm', host: 'h', from: 'f', to: [] }] },
      /mails\[0\].to must name/,
    ],
  ])('is refused where it is wrong: %j', (alerts, words) => {
    expect(() => read(alerts)).toThrow(words);
  });
});
