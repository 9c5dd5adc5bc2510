import { fixture } from '../testing/fixture';
import type { VmRecord } from '../wire/records';
import { subnetOfV4 } from '../wire/v4/things';
import { vmOfV4 } from '../wire/v4/vm';
import { observedGuest } from './guests';
import {
  noteRecoveryPoints,
  type LastRecoveryPoint,
  type References,
} from './references';

const [vm] = fixture('prism-central-v4.2/vms').data.map(vmOfV4) as VmRecord[];
const subnets = fixture('prism-central-v4.2/subnets').data.map(subnetOfV4);

const references = (overrides: Partial<References> = {}): References => ({
  subnets: new Map(
    subnets.map((subnet: { id: string }) => [subnet.id, subnet]),
  ) as never,
  containers: new Map([['d2e1bb20-33cc-4e04-9e77-2c3d4e5f6071', 'default']]),
  categories: new Map([
    ['aa000000-0000-4000-8000-000000000001', 'Env:Prod'],
    ['aa000000-0000-4000-8000-000000000002', 'AppType:Shop'],
  ]),
  projects: new Map([['bb000000-0000-4000-8000-000000000001', 'shop']]),
  users: new Map([['00000000-0000-0000-0000-000000000000', 'admin']]),
  recoveryPoints: new Map([
    [vm!.id, { at: '2026-11-20T00:00:00.000Z', name: 'daily' }],
  ]),
  ...overrides,
});
const read = (overrides?: Partial<References>, guest = vm!) =>
  observedGuest(guest, references(overrides), undefined);

it('resolves what the machine names by id', () => {
  expect(read().facts).toMatchObject({
    vcpus: 4,
    tags: ['AppType:Shop', 'Env:Prod'],
    folder: 'shop',
    startedAt: '2026-11-01T00:00:00.000Z',
    lastBackupAt: '2026-11-20T00:00:00.000Z',
    lastBackupKind: 'snapshot',
    lastBackupSource: 'daily',
  });
  expect(read().details).toMatchObject({
    value: {
      nics: [
        { network: 'shop', vlanTag: 1020, vlanMode: 'access' },
        {
          network: 'trunk',
          vlanTag: null,
          vlanMode: 'trunk',
          trunks: '100,200',
        },
      ],
      disks: [{ storage: 'default' }, { bus: 'volume-group' }],
      osFamily: 'linux',
    },
  });
});

it('keeps the last values of what could not be read', () => {
  const { facts } = read({
    categories: null,
    recoveryPoints: null,
    projects: new Map(),
    users: new Map(),
  });
  expect(facts.tags).toBeUndefined();
  expect(facts.folder).toBeUndefined();
  expect(facts).not.toHaveProperty('lastBackupAt');
});

it('files a machine without a project under its owner, and one without both nowhere', () => {
  expect(read({}, { ...vm!, projectId: null }).facts.folder).toBe('admin');
  expect(
    read({}, { ...vm!, projectId: null, ownerId: null }).facts.folder,
  ).toBeNull();
});

it('lets no secret out', () => {
  const text = JSON.stringify(read());
  expect(text).toContain('NVIDIA L40S-8Q');
  expect(text).not.toContain('hunter2');
  // The cloud-init script in base64.
  expect(text).not.toContain('I2Nsb3Vk');
});

it('has nothing to say of details that are as they were', () => {
  const first = read();
  const known = {
    externalId: vm!.id,
    digest: first.detailsDigest,
    memory: null,
  };
  expect(observedGuest(vm!, references(), known).details).toEqual({
    state: 'same',
  });
  const renamed = references({ containers: new Map() });
  expect(observedGuest(vm!, renamed, known).details).toMatchObject({
    state: 'read',
  });
});

it('keeps the newest recovery point of each', () => {
  const newest = new Map<string, LastRecoveryPoint>();
  const point = (id: string, createdAt: string) => ({
    id,
    name: id,
    createdAt,
    guestIds: ['a'],
  });
  noteRecoveryPoints(newest, [
    point('2', '2026-02-01'),
    point('1', '2026-01-01'),
  ]);
  expect(newest.get('a')).toEqual({ at: '2026-02-01', name: '2' });
});
