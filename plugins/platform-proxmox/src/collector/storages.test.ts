import { storageConfigsSchema } from '../wire/clusterAnswers';
import type { StorageRow } from '../wire/resources';
import { observedStorages } from './storages';

const row = (change: Partial<StorageRow>): StorageRow => ({
  storage: 'ceph',
  node: 'a',
  status: 'available',
  type: 'rbd',
  shared: true,
  content: ['images'],
  capacityBytes: 1000,
  usedBytes: 400,
  ...change,
});

it('gives a shared storage once and a local one per node', () => {
  const storages = observedStorages(
    [
      row({}),
      row({ node: 'b' }),
      row({ storage: 'local', shared: false, type: 'dir' }),
      row({ storage: 'local', node: 'b', shared: false, type: 'dir' }),
    ],
    [],
  );
  expect(
    storages.map(each => [each.externalId, each.name, each.hostExternalId]),
  ).toEqual([
    ['a/local', 'local', 'a'],
    ['b/local', 'local', 'b'],
    ['ceph', 'ceph', null],
  ]);
});

it('lets any node that sees a shared storage speak for it', () => {
  const silent = { status: 'unknown', capacityBytes: 0, usedBytes: 0 };
  const [ceph] = observedStorages([row(silent), row({ node: 'b' })], []);
  expect(ceph).toMatchObject({
    status: 'available',
    capacityBytes: 1000,
    usedBytes: 400,
  });
});

it('keeps the last figures of a storage that no node sees', () => {
  const [ceph] = observedStorages(
    [
      row({
        status: 'unknown',
        capacityBytes: 0,
        usedBytes: 0,
        type: undefined,
        content: [],
      }),
    ],
    storageConfigsSchema.parse([
      { storage: 'ceph', type: 'rbd', content: 'rootdir,images' },
    ]),
  );
  expect(ceph).toEqual({
    kind: 'storage',
    externalId: 'ceph',
    name: 'ceph',
    type: 'rbd',
    shared: true,
    clusterExternalId: 'cluster',
    hostExternalId: null,
    status: 'unknown',
    content: ['images', 'rootdir'],
    capacityBytes: undefined,
    usedBytes: undefined,
  });
});
