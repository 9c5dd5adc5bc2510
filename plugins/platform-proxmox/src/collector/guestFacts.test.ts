import type { GuestConfig } from '../wire/clusterAnswers';
import { parseResource, type GuestRow } from '../wire/resources';
import { guestFacts } from './guestFacts';

const now = new Date('2026-03-01T12:00:00.000Z');
const row = (change: object = {}): GuestRow => {
  const parsed = parseResource({
    type: 'qemu',
    vmid: 100,
    node: 'pve1',
    name: 'web-1',
    status: 'running',
    maxcpu: 4,
    maxmem: 1024,
    uptime: 3600,
    tags: 'a;b',
    ...change,
  });
  if (parsed?.kind !== 'guest') throw new Error('not a guest');
  return parsed.row;
};

it('takes the facts of the bulk answer', () => {
  expect(guestFacts(row(), null, now)).toEqual({
    name: 'web-1',
    powerState: 'running',
    hostExternalId: 'pve1',
    clusterExternalId: 'cluster',
    vcpus: 4,
    memoryBytes: 1024,
    template: false,
    lock: null,
    pool: null,
    haState: null,
    tags: ['a', 'b'],
    startedAt: '2026-03-01T11:00:00.000Z',
  });
});

it('leaves everything untold of a guest whose node is silent', () => {
  const silent = parseResource({
    type: 'qemu',
    vmid: 100,
    node: 'pve1',
    status: 'unknown',
    pool: 'p',
    hastate: 'started',
  });
  if (silent?.kind !== 'guest') throw new Error('not a guest');
  const facts = guestFacts(silent.row, null, now);
  expect(facts).toMatchObject({
    powerState: 'unknown',
    pool: 'p',
    haState: 'started',
  });
  for (const fact of [
    'name',
    'vcpus',
    'memoryBytes',
    'template',
    'lock',
    'tags',
    'startedAt',
  ] as const) {
    expect(facts[fact]).toBeUndefined();
  }
});

it('believes the configuration over a list that is some seconds old', () => {
  const facts = guestFacts(
    row({ lock: 'backup' }),
    { name: 'renamed', tags: 'c', memory: '2' },
    now,
  );
  expect(facts).toMatchObject({ name: 'renamed', tags: ['c'], lock: null });
});

it.each([
  ['running', undefined, 'running'],
  ['stopped', undefined, 'stopped'],
  ['stopped', 'suspended', 'suspended'],
  ['paused', undefined, 'paused'],
  ['prelaunch', undefined, 'paused'],
  ['something new', undefined, 'unknown'],
])('shows %s with lock %s as %s', (status, lock, expected) => {
  expect(guestFacts(row({ status, lock }), null, now).powerState).toBe(
    expected,
  );
});

describe('the CPUs of a container', () => {
  const container = row({ type: 'lxc', maxcpu: 64 });
  const facts = (config: GuestConfig | null, readBefore = false) =>
    guestFacts(container, config, now, readBefore).vcpus;

  it('are not limited without a limit, whatever its host has', () => {
    expect(facts({ hostname: 'backup-proxy' })).toBeNull();
    expect(facts({ cpulimit: '0' })).toBeNull();
  });

  it('are those it is limited to', () => {
    expect(facts({ cores: 64 })).toBe(64);
    expect(facts({ cpulimit: 64 })).toBe(64);
  });

  it('are what the list says while its configuration was never read', () => {
    expect(facts(null)).toBe(64);
  });

  it('stay as they were while its configuration can not be read again', () => {
    expect(facts(null, true)).toBeUndefined();
  });

  it('are not mixed up with those of a machine', () => {
    expect(guestFacts(row(), {}, now).vcpus).toBe(4);
    expect(guestFacts(row(), null, now, true).vcpus).toBe(4);
  });
});
