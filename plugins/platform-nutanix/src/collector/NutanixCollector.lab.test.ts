import { ConfigReader } from '@backstage/config';
import { startLabProcess, type LabProcess } from '@flyloft/backend-kit/testing';
import type {
  KnownGuest,
  Observation,
  ObservedGuest,
} from '@flyloft/plugin-inventory-node';
import {
  aContext,
  everything as allOf,
  only,
} from '@flyloft/plugin-inventory-node/testing';
import { nutanixPlatform } from '../nutanixPlatform';

jest.setTimeout(180_000);

let lab: LabProcess;
beforeAll(async () => {
  lab = await startLabProcess({ estateGuests: 400 });
});
afterAll(() => lab?.stop());

const closing: Array<() => Promise<void> | undefined> = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map(close => close()));
});

function aCollector(overrides: object = {}) {
  const estate = lab.estate('pc-north');
  const collector = nutanixPlatform.createCollector({
    id: estate.id,
    title: estate.title,
    config: new ConfigReader({
      endpoint: estate.url,
      ca: estate.caPem,
      ...('apiKey' in overrides
        ? {}
        : { username: estate.username, password: estate.password }),
      ...overrides,
    }),
  });
  closing.push(async () => collector.close?.());
  return collector;
}

const everything = (
  overrides: object = {},
  known?: Map<string, KnownGuest>,
): Promise<Observation[]> =>
  allOf(aCollector(overrides).collect(aContext({ known })));

const guest = (all: Observation[], name: string): ObservedGuest =>
  only(all, 'guest').find(each => each.facts.name === name)!;

/** Takes v4 away, as an old Prism Central has none. */
const v3Only = async () => {
  const mends = await Promise.all(
    ['vmm', 'clustermgmt', 'networking', 'prism', 'iam', 'dataprotection'].map(
      name =>
        lab.fault({
          kind: 'status',
          cluster: 'pc-north',
          path: `/api/${name}/**`,
          status: 404,
        }),
    ),
  );
  return () => Promise.all(mends.map(mend => mend()));
};

it('sees all there is, with no gap', async () => {
  const all = await everything();
  expect(only(all, 'gap')).toEqual([]);
  const ids = only(all, 'guest').map(({ externalId }) => externalId);
  expect(ids.length).toBeGreaterThan(400);
  expect(new Set(ids).size).toBe(ids.length);
  for (const kind of ['cluster', 'host', 'network', 'storage', 'image']) {
    expect(only(all, kind as Observation['kind'])).not.toEqual([]);
  }
  // What guests name exists among the things that were seen.
  const hosts = new Set(only(all, 'host').map(host => host.externalId));
  const networks = new Set(only(all, 'network').map(({ name }) => name));
  for (const { facts, details } of only(all, 'guest')) {
    if (facts.hostExternalId) expect(hosts).toContain(facts.hostExternalId);
    if (details.state !== 'read') throw new Error('details were not read');
    for (const { network } of details.value.nics) {
      expect(networks).toContain(network);
    }
  }
});

it('sees the same by key, by fingerprint and through v3', async () => {
  const estate = lab.estate('pc-north');
  const names = (all: Observation[]) =>
    only(all, 'guest')
      .map(({ externalId, facts }) => `${externalId} ${facts.name}`)
      .sort();
  const first = names(await everything());
  expect(names(await everything({ apiKey: estate.token }))).toEqual(first);
  expect(
    names(
      await everything({ ca: undefined, fingerprints: [estate.fingerprint] }),
    ),
  ).toEqual(first);
  const mend = await v3Only();
  try {
    const old = await everything();
    expect(names(old)).toEqual(first);
    // It lists neither, so neither may be called missing.
    expect(
      only(old, 'gap')
        .flatMap(gap => gap.withholdsDeletions)
        .sort(),
    ).toEqual(['image', 'storage']);
  } finally {
    await mend();
  }
});

it('has nothing new to say of guests that are as they were', async () => {
  const first = only(await everything(), 'guest');
  const known = new Map(
    first.map(({ externalId, detailsDigest }) => [
      externalId,
      { externalId, digest: detailsDigest, memory: null },
    ]),
  );
  const second = only(await everything({}, known), 'guest');
  expect(second.filter(({ details }) => details.state !== 'same')).toEqual([]);
});

it.each([
  [{ kind: 'half-list' }, 'came, 3 times over'],
  [{ kind: 'wrong-json' }, 'not the JSON it should be'],
  [{ kind: 'half-body' }, 'cut before the answer was complete'],
  [{ kind: 'status', path: '/api/vmm/**', status: 503 }, '503'],
])('fails the run on %j', async (fault, words) => {
  const mend = await lab.fault({ ...fault, cluster: 'pc-north' });
  try {
    await expect(everything()).rejects.toThrow(words);
  } finally {
    await mend();
  }
});

it('goes on over a fault that passes', async () => {
  const mend = await lab.fault({
    kind: 'status',
    cluster: 'pc-north',
    status: 502,
    times: 2,
  });
  await expect(everything()).resolves.not.toEqual([]);
  await mend();
});

it('calls a host that is not connected unreachable, and its guests are still listed', async () => {
  const before = only(await everything(), 'guest').length;
  const mend = await lab.fault({
    kind: 'node-silent',
    cluster: 'pc-north',
    node: 'ntnx-n2',
  });
  try {
    const all = await everything();
    expect(only(all, 'unreachable')).toMatchObject([
      { scope: 'host', reason: 'ntnx-n2 is not connected to its cluster' },
    ]);
    expect(only(all, 'guest')).toHaveLength(before);
  } finally {
    await mend();
  }
});

it('lets no cloud-init secret out, in either interface', async () => {
  expect(JSON.stringify(await everything())).not.toMatch(
    /canary-user-data|I2Nsb3VkLWNvbmZpZ/,
  );
  const mend = await v3Only();
  try {
    expect(JSON.stringify(await everything())).not.toMatch(
      /canary-user-data|I2Nsb3VkLWNvbmZpZ/,
    );
  } finally {
    await mend();
  }
});

it('names what its user may not read, and calls none of that missing', async () => {
  const { unprivilegedUsername, unprivilegedPassword } = lab.estate('pc-north');
  const all = await everything({
    username: unprivilegedUsername,
    password: unprivilegedPassword,
  });
  expect(only(all, 'guest')).toEqual([]);
  const gaps = only(all, 'gap');
  expect(gaps.map(({ reason }) => reason)).toContain(
    'View_Virtual_Machine is missing',
  );
  expect(
    [...new Set(gaps.flatMap(gap => gap.withholdsDeletions))].sort(),
  ).toEqual(['cluster', 'guest', 'host', 'image', 'network', 'storage']);
});

it('tells of tags, folder and last recovery point', async () => {
  const all = await everything();
  const tagged = only(all, 'guest').find(({ facts }) => facts.tags?.length)!;
  expect(tagged.facts.tags![0]).toMatch(/^\w+:\w+/);
  expect(only(all, 'guest').every(({ facts }) => facts.folder)).toBe(true);
  expect(
    only(all, 'guest').some(
      ({ facts }) =>
        facts.lastBackupKind === 'snapshot' && facts.lastBackupAt !== null,
    ),
  ).toBe(true);
  expect(guest(all, tagged.facts.name!)).toBe(tagged);
});

it('says when it is tested what it is, how many guests there are, and what is missing', async () => {
  const signal = AbortSignal.timeout(30_000);
  const estate = lab.estate('pc-north');
  const check = await aCollector().check(signal);
  expect(check).toMatchObject({
    version: 'pc.2024.3.1',
    identity: estate.username,
    missingPrivileges: [],
    guests: only(await everything(), 'guest').length,
    remarks: ['It is read through its v4.2 interface.'],
  });
  const poor = await aCollector({
    username: estate.unprivilegedUsername,
    password: estate.unprivilegedPassword,
  }).check(signal);
  expect(poor.missingPrivileges.map(({ privilege }) => privilege)).toContain(
    'View_Virtual_Machine',
  );
  await expect(
    aCollector({ password: 'wrong' }).check(signal),
  ).rejects.toMatchObject({ name: 'PlatformCheckError', step: 'sign-in' });
  await expect(
    aCollector({ ca: undefined }).check(signal),
  ).rejects.toMatchObject({ name: 'PlatformCheckError', step: 'certificate' });
});
