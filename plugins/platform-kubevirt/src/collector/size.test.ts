import { toInstance, toVirtualMachine } from '../wire/virtualMachine';
import { sizeOf } from './size';

const metadata = { namespace: 'ns', name: 'a', uid: 'u' };
const machine = (domain: object) =>
  toVirtualMachine({ metadata, spec: { template: { spec: { domain } } } });
const instance = (status: object, domain?: object) =>
  toInstance({ metadata, status, spec: domain && { domain } });
const gibibyte = 2 ** 30;
const named = (topology?: string, cpus: number | null = 4) => ({
  size: { cpus, memoryBytes: 16 * gibibyte },
  topology,
});

it('goes by what runs before all else', () => {
  expect(
    sizeOf(
      machine({ cpu: { cores: 1 }, memory: { guest: '1Gi' } }),
      instance({
        currentCPUTopology: { sockets: 2, cores: 3, threads: 2 },
        memory: { guestCurrent: '3Gi', guestRequested: '4Gi' },
      }),
      named(),
    ),
  ).toEqual({
    vcpus: 12,
    sockets: 2,
    coresPerSocket: 3,
    memoryBytes: 3 * gibibyte,
  });
});

it.each([
  [undefined, 4, 1],
  ['preferSockets', 4, 1],
  ['sockets', 4, 1],
  ['any', 4, 1],
  ['preferCores', 1, 4],
  ['cores', 1, 4],
  ['threads', 1, 1],
  ['preferSpread', null, null],
])('lays out a named size by %s', (topology, sockets, coresPerSocket) => {
  expect(sizeOf(machine({}), undefined, named(topology))).toEqual({
    vcpus: 4,
    sockets,
    coresPerSocket,
    memoryBytes: 16 * gibibyte,
  });
});

it.each([
  [{ cpu: { cores: 2 }, memory: { guest: '512Mi' } }, [2, 1, 2, gibibyte / 2]],
  [{ cpu: { sockets: 2, cores: 4, threads: 2 } }, [16, 2, 4, null]],
  [{ resources: { requests: { cpu: '1500m', memory: '2G' } } }, [2, 2, 1, 2e9]],
  [{ memory: { guest: '34087042032' } }, [1, 1, 1, 34_087_042_032]],
  [{}, [1, 1, 1, null]],
])('reads %j', (domain, [vcpus, sockets, coresPerSocket, memoryBytes]) => {
  expect(sizeOf(machine(domain), undefined, null)).toEqual({
    vcpus,
    sockets,
    coresPerSocket,
    memoryBytes,
  });
});

it('says nothing of a named size that is gone', () => {
  expect(
    sizeOf(machine({}), undefined, { size: null, topology: undefined }),
  ).toEqual({
    vcpus: null,
    sockets: null,
    coresPerSocket: null,
    memoryBytes: null,
  });
});
