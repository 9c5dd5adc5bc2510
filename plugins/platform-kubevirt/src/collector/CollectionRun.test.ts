import { FakeApiServer, refuse, reply } from '../__testUtils__/FakeApiServer';
import {
  aContext,
  everything,
  only,
} from '@flyloft/plugin-inventory-node/testing';
import { CollectionRun } from './CollectionRun';

/*
 * What a run makes of a cluster that does not show everything.
 */

const meta = (name: string, namespace?: string) => ({
  name,
  namespace,
  uid: `uid-${name}`,
  creationTimestamp: '2026-01-01T00:00:00Z',
});
const running = {
  metadata: meta('web', 'team'),
  spec: {
    instancetype: { name: 'gone' },
    template: {
      spec: {
        domain: { devices: { interfaces: [{ name: 'net' }] } },
        networks: [{ name: 'net', multus: { networkName: 'default/vlan' } }],
        volumes: [{ name: 'root', dataVolume: { name: 'web-root' } }],
      },
    },
  },
  status: { printableStatus: 'Stopped' },
};

const lists: Record<string, unknown[]> = {
  '/apis/kubevirt.io/v1/virtualmachines': [running],
  '/api/v1/namespaces': [
    {
      metadata: {
        ...meta('team'),
        labels: { 'tenant/org': 'acme', 'tenant/vdc': 'test' },
      },
    },
  ],
  '/apis/k8s.cni.cncf.io/v1/network-attachment-definitions': [
    {
      metadata: meta('vlan', 'default'),
      spec: { config: '{"type":"bridge","vlan":20}' },
    },
  ],
  '/api/v1/persistentvolumeclaims': [
    {
      metadata: meta('web-root', 'team'),
      spec: { storageClassName: 'fast' },
      status: { capacity: { storage: '10Gi' } },
    },
  ],
  '/apis/snapshot.storage.k8s.io/v1/volumesnapshots': [
    {
      metadata: meta('nightly', 'team'),
      spec: { source: { persistentVolumeClaimName: 'web-root' } },
      status: { readyToUse: true, creationTime: '2026-02-02T00:00:00Z' },
    },
  ],
};

const groups = [
  'kubevirt.io/v1',
  'cdi.kubevirt.io/v1beta1',
  'k8s.cni.cncf.io/v1',
  'storage.k8s.io/v1',
  'snapshot.storage.k8s.io/v1',
  'instancetype.kubevirt.io/v1beta1',
].map(groupVersion => {
  const [name, version] = groupVersion.split('/');
  return { name, versions: [{ version }] };
});

let server: FakeApiServer;
let refused: RegExp;
let served: unknown[];
let expanded: unknown;
beforeEach(async () => {
  refused = /^nothing/;
  served = groups;
  expanded = null;
  server = await FakeApiServer.start((_, response, { pathname }) => {
    if (refused.test(pathname)) refuse(response, 403);
    else if (pathname === '/apis') reply(response, { groups: served });
    else if (pathname === '/version') reply(response, { gitVersion: 'v1' });
    else if (pathname.endsWith('/expand-spec')) {
      if (expanded) reply(response, expanded);
      else refuse(response, 404);
    } else reply(response, { metadata: {}, items: lists[pathname] ?? [] });
  });
});
afterEach(() => server.close());

const run = (context: Parameters<typeof aContext>[0] = {}) =>
  everything(
    new CollectionRun(
      server.client(),
      {
        clusterName: 'central',
        organizationLabel: 'tenant/org',
        vdcLabel: 'tenant/vdc',
        uiUrl: 'https://console.example.org',
      },
      aContext(context),
    ).observations(),
  );
const guestOf = async (context: Parameters<typeof aContext>[0] = {}) =>
  only(await run(context), 'guest')[0];

it('reads tenants by configured labels, and links to the console', async () => {
  const guest = await guestOf();
  expect(guest.facts).toMatchObject({
    folder: 'team',
    organization: 'acme',
    vdc: 'test',
    lastBackupAt: '2026-02-02T00:00:00.000Z',
    lastBackupSource: 'nightly',
  });
  expect(guest.platformUrl).toBe(
    'https://console.example.org/k8s/ns/team/kubevirt.io~v1~VirtualMachine/web',
  );
  expect(guest.details).toMatchObject({
    value: {
      nics: [{ network: 'default/vlan', vlanTag: 20 }],
      disks: [
        { sizeBytes: 10 * 2 ** 30, storage: 'fast', volume: 'team/web-root' },
      ],
    },
  });
});

it('asks KubeVirt for the size of a stopped guest whose named size is gone', async () => {
  expanded = {
    metadata: meta('web', 'team'),
    spec: {
      template: {
        spec: { domain: { cpu: { cores: 6 }, memory: { guest: '3Gi' } } },
      },
    },
  };
  expect((await guestOf()).facts).toMatchObject({
    vcpus: 6,
    memoryBytes: 3 * 2 ** 30,
    instanceType: 'gone',
  });
});

it('says so when nobody knows the size', async () => {
  const all = await run();
  expect(only(all, 'guest')[0].facts).toMatchObject({
    vcpus: null,
    memoryBytes: null,
  });
  expect(only(all, 'gap')).toMatchObject([
    { reason: 'the sizes of 1 guests could not be found out' },
  ]);
});

it.each([
  [/nodes$/, 'nodes', ['host']],
  [
    /network-attachment-definitions$/,
    'network-attachment-definitions',
    ['network'],
  ],
  [/storageclasses$/, 'storageclasses', ['storage']],
  [/datasources$/, 'datasources', ['image']],
  [/persistentvolumeclaims$/, 'persistentvolumeclaims', []],
  [/namespaces$/, 'namespaces', []],
  [/volumesnapshots$/, 'volumesnapshots', []],
])(
  'takes a refusal of %s for a gap',
  async (path, scope, withholdsDeletions) => {
    refused = path;
    const gaps = only(await run(), 'gap');
    expect(gaps).toContainEqual(
      expect.objectContaining({ scope, withholdsDeletions }),
    );
  },
);

it('leaves out what it may not see of a guest, and does not say there is none', async () => {
  refused = /namespaces$|volumesnapshots$/;
  const { facts } = await guestOf();
  expect(facts).not.toHaveProperty('organization');
  expect(facts).not.toHaveProperty('lastBackupAt');
});

it('keeps details that were read in full before a right was lost', async () => {
  const before = await guestOf();
  refused = /network-attachment-definitions$/;
  const known = new Map([
    [
      before.externalId,
      {
        externalId: before.externalId,
        digest: before.detailsDigest,
        memory: null,
      },
    ],
  ]);
  const after = await guestOf({ known });
  expect(after.details).toMatchObject({ state: 'unread' });
  expect(after.detailsDigest).toBe(before.detailsDigest);
  // Who never had it is shown what can be seen, and asked for again.
  expect(await guestOf()).toMatchObject({
    details: { state: 'read', value: { nics: [{ vlanTag: null }] } },
    detailsDigest: null,
  });
});

it.each([
  [/virtualmachines$/, 'refused'],
  [/virtualmachineinstances$/, 'refused'],
])('ends when %s may not be listed', async (path, failure) => {
  refused = path;
  await expect(run()).rejects.toMatchObject({ failure });
});

it('does without kinds that this cluster does not have', async () => {
  served = groups.slice(0, 1);
  const all = await run();
  expect(only(all, 'guest')).toHaveLength(1);
  expect(only(all, 'network').map(({ name }) => name)).toEqual(['Pod network']);
  expect(server.asked.join()).not.toContain('network-attachment');
});

it('ends in words when KubeVirt is not installed', async () => {
  served = [];
  await expect(run()).rejects.toThrow(
    'KubeVirt is not installed in this cluster',
  );
});
