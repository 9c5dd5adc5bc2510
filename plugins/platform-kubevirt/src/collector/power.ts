import type { GuestBulkFacts } from '@flyloft/plugin-inventory-node';
import type {
  VirtualMachine,
  VirtualMachineInstance,
} from '../wire/virtualMachine';
import { conditionOf } from '../wire/metadata';

type PowerState = GuestBulkFacts['powerState'];

/**
 * What `printableStatus` says of power. `instance`: it does not decide; what
 * runs does. A machine that can't be started has no power, whatever keeps it.
 */
export const powerByStatus: Record<string, PowerState | 'instance'> = {
  Stopped: 'stopped',
  Provisioning: 'stopped',
  Starting: 'stopped',
  Running: 'running',
  Paused: 'paused',
  Migrating: 'running',
  // The system inside is shutting down, and runs until it has.
  Stopping: 'instance',
  Terminating: 'instance',
  Unknown: 'unknown',
  CrashLoopBackOff: 'stopped',
  ErrorUnschedulable: 'stopped',
  ErrImagePull: 'stopped',
  ImagePullBackOff: 'stopped',
  ErrorPvcNotFound: 'stopped',
  ErrorDataVolumeNotFound: 'stopped',
  DataVolumeError: 'stopped',
  WaitingForVolumeBinding: 'stopped',
  WaitingForReceiver: 'stopped',
};

const powerByPhase: Record<string, PowerState> = {
  Pending: 'stopped',
  Scheduling: 'stopped',
  Scheduled: 'stopped',
  Running: 'running',
  Succeeded: 'stopped',
  Failed: 'stopped',
  Unknown: 'unknown',
  WaitingForSync: 'stopped',
};

function powerOfInstance(
  instance: VirtualMachineInstance | undefined,
): PowerState {
  if (!instance) return 'stopped';
  const { phase, conditions } = instance.status ?? {};
  const power = powerByPhase[phase ?? 'Pending'] ?? 'unknown';
  return power === 'running' &&
    conditionOf(conditions ?? [], 'Paused') === 'True'
    ? 'paused'
    : power;
}

/** Whether a guest has power, from the machine's own words or from what runs. */
export function powerOf(
  machine: VirtualMachine | undefined,
  instance: VirtualMachineInstance | undefined,
): PowerState {
  const status = machine?.status?.printableStatus;
  // A word of a later version: what runs says it as well.
  const power = (status && powerByStatus[status]) || 'instance';
  return power === 'instance' ? powerOfInstance(instance) : power;
}

/** What is being done to a machine, which keeps others from changing it. */
export function lockOf(machine: VirtualMachine | undefined): string | null {
  const { status } = machine ?? {};
  if (status?.restoreInProgress) return 'restore';
  if (status?.snapshotInProgress) return 'snapshot';
  if (status?.printableStatus === 'Migrating') return 'migrate';
  return null;
}
