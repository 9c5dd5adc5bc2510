import { toInstance, toVirtualMachine } from '../wire/virtualMachine';
import { lockOf, powerByStatus, powerOf } from './power';

const metadata = { namespace: 'ns', name: 'a', uid: 'u' };
const machine = (printableStatus?: string, more: object = {}) =>
  toVirtualMachine({ metadata, status: { printableStatus, ...more } });
const instance = (phase: string, conditions: object[] = []) =>
  toInstance({ metadata, status: { phase, conditions } });
const paused = [{ type: 'Paused', status: 'True' }];

it.each([
  ['Running', 'running'],
  ['Stopped', 'stopped'],
  ['Paused', 'paused'],
  ['Migrating', 'running'],
  ['Provisioning', 'stopped'],
  ['Starting', 'stopped'],
  ['CrashLoopBackOff', 'stopped'],
  ['ErrorUnschedulable', 'stopped'],
  ['WaitingForVolumeBinding', 'stopped'],
  ['Unknown', 'unknown'],
])('%s means %s', (status, power) => {
  expect(powerOf(machine(status), undefined)).toBe(power);
});

it.each([
  ['Stopping', instance('Running'), 'running'],
  ['Stopping', undefined, 'stopped'],
  ['Terminating', instance('Succeeded'), 'stopped'],
  ['Terminating', instance('Running', paused), 'paused'],
  ['AWordOfLater', instance('Running'), 'running'],
  [undefined, instance('Running'), 'running'],
  [undefined, instance('Scheduling'), 'stopped'],
  [undefined, instance('Unknown'), 'unknown'],
  [undefined, instance('SomethingNew'), 'unknown'],
  [undefined, undefined, 'stopped'],
])('%s with what runs as %# means %s', (status, running, power) => {
  expect(powerOf(machine(status), running)).toBe(power);
});

it('takes an instance without a machine as it says itself', () => {
  expect(powerOf(undefined, instance('Running'))).toBe('running');
  expect(powerOf(undefined, instance('Running', paused))).toBe('paused');
});

it('knows every status that KubeVirt 1.7 prints', () => {
  expect(Object.keys(powerByStatus).sort()).toEqual([
    'CrashLoopBackOff',
    'DataVolumeError',
    'ErrImagePull',
    'ErrorDataVolumeNotFound',
    'ErrorPvcNotFound',
    'ErrorUnschedulable',
    'ImagePullBackOff',
    'Migrating',
    'Paused',
    'Provisioning',
    'Running',
    'Starting',
    'Stopped',
    'Stopping',
    'Terminating',
    'Unknown',
    'WaitingForReceiver',
    'WaitingForVolumeBinding',
  ]);
});

it.each([
  [{}, null],
  [{ printableStatus: 'Migrating' }, 'migrate'],
  [{ snapshotInProgress: 'before' }, 'snapshot'],
  [{ restoreInProgress: 'back', snapshotInProgress: 'before' }, 'restore'],
])('%j is locked by %s', (status, lock) => {
  expect(lockOf(machine(undefined, status))).toBe(lock);
});
