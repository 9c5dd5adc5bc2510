import { startLabProcess, type LabProcess } from '@flyloft/backend-kit/testing';
import { PlatformCheckError } from '@flyloft/plugin-inventory-node';
import { mockServices } from '@backstage/backend-test-utils';
import { ConnectionTest, type Trial } from './ConnectionTest';
import { EndpointClient } from './EndpointClient';
import { certificateOf } from './endpointCertificate';
import { isReachableAddress } from './reachableAddress';

jest.setTimeout(120_000);

let lab: LabProcess;
beforeAll(async () => {
  lab = await startLabProcess();
}, 90_000);
afterAll(() => lab?.stop());

const logger = mockServices.logger.mock();
const found = {
  version: '9.1',
  identity: 'flyloft@pve!portal',
  missingPrivileges: [],
  guests: 41,
};
let asked: jest.Mock;
beforeEach(() => {
  asked = jest.fn(async () => found);
});

function run(trial: Partial<Trial> = {}) {
  const { endpoints, caPem } = lab.cluster('pve-west');
  return new ConnectionTest(logger, {
    stepMilliseconds: 2_000,
    checkMilliseconds: 300,
  }).run({
    endpoints: [endpoints[0]!],
    trust: { ca: caPem, fingerprints: [] },
    collector: { check: asked },
    ...trial,
  });
}
const trust = (...fingerprints: string[]) => ({ trust: { fingerprints } });
const tell = (error: unknown) => ({
  collector: { check: async () => Promise.reject(error) },
});

it('tells of each step, of the certificate, and of what the platform answers', async () => {
  const test = await run();
  expect(test).toMatchObject({ outcome: 'good', problem: null, answer: found });
  const [endpoint] = test.endpoints;
  expect(endpoint).toMatchObject({
    name: { ok: true },
    connection: { ok: true, words: expect.stringContaining('port') },
    tls: { ok: true, words: expect.stringContaining('TLS') },
    certificate: {
      trust: 'authority',
      fingerprint: lab.cluster('pve-west').fingerprints[0],
    },
  });
  expect(Date.parse(endpoint!.certificate!.validTo)).toBeGreaterThan(
    Date.now(),
  );
});

it('asks nothing of one nobody vouches for, and shows the fingerprint to pin', async () => {
  const test = await run(trust());
  expect(test).toMatchObject({
    outcome: 'failed',
    problem: { step: 'certificate', message: expect.stringContaining('pin') },
  });
  const { certificate } = test.endpoints[0]!;
  expect(certificate).toMatchObject({
    trust: 'unknown',
    problem: expect.stringContaining('authority'),
  });
  expect(asked).not.toHaveBeenCalled();
  expect(await run(trust(certificate!.fingerprint))).toMatchObject({
    outcome: 'good',
    endpoints: [{ certificate: { trust: 'pinned' } }],
  });
});

it('says of a changed certificate what was pinned and what is there now', async () => {
  const [old] = lab.cluster('pve-east').fingerprints;
  const test = await run(trust(old!));
  expect(test.problem?.message).toMatch(/another than the one that was pinned/);
  expect(test.endpoints[0]!.certificate).toMatchObject({
    trust: 'changed',
    pinned: [old],
    fingerprint: lab.cluster('pve-west').fingerprints[0],
  });
  expect(asked).not.toHaveBeenCalled();
});

it('asks when one of several addresses is good, and is not content', async () => {
  const { endpoints, caPem } = lab.cluster('pve-west');
  const test = await run({
    endpoints: [endpoints[0]!, 'https://127.0.0.1:1'],
    trust: { ca: caPem, fingerprints: [] },
  });
  expect(test.outcome).toBe('partial');
  expect(test.endpoints[1]).toMatchObject({
    connection: { ok: false, words: 'nothing listens on this port' },
    tls: null,
  });
});

it.each([
  ['https://there.is.no.such.name.invalid', /name/],
  ['https://169.254.169.254', /link-local/],
  ['https://[fe80::1]', /link-local/],
])('goes no way to %s', async (url, words) => {
  const test = await run({ endpoints: [url] });
  expect(test.endpoints[0]!.name).toMatchObject({
    ok: false,
    words: expect.stringMatching(words),
  });
  expect(test.problem?.step).toBe('connection');
});

it('goes on to the next address of a name when one refuses', async () => {
  const { endpoints, caPem } = lab.cluster('pve-west');
  const test = (resolve: () => Promise<string[]>) =>
    new EndpointClient({
      trust: { ca: caPem, fingerprints: [] },
      stepMilliseconds: 2_000,
      resolve,
    }).test(endpoints[0]!, AbortSignal.timeout(5_000));
  const port = new URL(endpoints[0]!).port;
  expect(await test(async () => ['127.0.0.2', '127.0.0.1'])).toMatchObject({
    connection: { ok: true, words: `127.0.0.1, port ${port}` },
    certificate: { trust: 'authority' },
  });
  expect(await test(async () => ['127.0.0.2', '127.0.0.3'])).toMatchObject({
    connection: { ok: false, words: 'nothing listens on this port' },
  });
});

it('carries no word of an answer home that is not ours', async () => {
  const test = await run(tell(new Error('<html>internal secret page</html>')));
  expect(test.problem).toMatchObject({ step: 'answer' });
  expect(JSON.stringify(test)).not.toContain('internal secret');
  expect(
    await run(tell(new PlatformCheckError('sign-in', 'The token was refused'))),
  ).toMatchObject({
    problem: { step: 'sign-in', message: 'The token was refused' },
  });
});

it('ends when the platform takes too long', async () => {
  const test = await run({
    collector: {
      check: signal =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    },
  });
  expect(test.problem).toMatchObject({ step: 'time' });
});

it('runs three at a time, and no more', async () => {
  const test = new ConnectionTest(logger);
  const trial = {
    endpoints: [],
    trust: { fingerprints: [] },
    collector: { check: () => new Promise<never>(() => {}) },
  };
  for (let each = 0; each < 3; each += 1) void test.run(trial);
  await expect(test.run(trial)).rejects.toThrow(/Several connections/);
});

it.each([
  ['10.0.0.1', true],
  ['127.0.0.1', true],
  ['fd00::1', true],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['::', false],
  ['::ffff:169.254.169.254', false],
])('knows whether a platform may have %s: %s', (address, may) => {
  expect(isReachableAddress(address)).toBe(may);
});

it('wants authority and pin both, when both are given', () => {
  const shown = {
    subject: { CN: 'pve1' },
    issuer: { CN: 'CA' },
    valid_from: 'Jan  1 00:00:00 2026 GMT',
    valid_to: 'Jan  1 00:00:00 2036 GMT',
    fingerprint256: 'AA:BB',
  };
  const both = { ca: 'PEM', fingerprints: ['aabb'] };
  expect(certificateOf(shown, null, both).trust).toBe('pinned');
  expect(certificateOf(shown, 'CERT_HAS_EXPIRED', both)).toMatchObject({
    trust: 'unknown',
    problem: 'it has expired',
    validFrom: '2026-01-01T00:00:00.000Z',
  });
});
