import { Random } from '../random.ts';
import { WorldError } from '../WorldError.ts';
import { buildMachine } from './buildMachine.ts';
import type { Estate } from './Estate.ts';
import type { Machine, MachineDetail } from './Machine.ts';
import type { MachinePlan } from './machinePlan.ts';

/** Seconds since 1970. */
type Moment = number;

export function startMachine(
  estate: Estate,
  machine: Machine,
  now: Moment,
): void {
  if (machine.template) throw new WorldError(`'${machine.name}' is a template`);
  if (machine.power === 'running')
    throw new WorldError(`'${machine.name}' runs already`);
  estate.change(machine, () => {
    machine.power = 'running';
    machine.bootedAt = now;
  });
}

export function stopMachine(estate: Estate, machine: Machine): void {
  if (machine.power === 'stopped')
    throw new WorldError(`'${machine.name}' is stopped already`);
  estate.change(machine, () => {
    machine.power = 'stopped';
    machine.bootedAt = 0;
  });
}

export function suspendMachine(estate: Estate, machine: Machine): void {
  if (machine.power !== 'running')
    throw new WorldError(`'${machine.name}' does not run`);
  estate.change(machine, () => {
    machine.power = 'paused';
  });
}

export function moveMachine(
  estate: Estate,
  machine: Machine,
  host: string,
): void {
  const target = estate.host(host);
  estate.change(machine, () => {
    machine.host = target.name;
    machine.cluster = target.plan.cluster;
  });
}

export function renameMachine(
  estate: Estate,
  machine: Machine,
  name: string,
): void {
  estate.change(machine, () => {
    machine.name = name;
  });
}

export function editMachine(
  estate: Estate,
  machine: Machine,
  set: Partial<MachineDetail>,
): void {
  estate.change(machine, () =>
    machine.edit(detail => Object.assign(detail, set)),
  );
}

export function snapshotMachine(
  estate: Estate,
  machine: Machine,
  name: string,
  now: Moment,
): void {
  const id = new Random(
    estate.seed,
    machine.uuid,
    'snapshot',
    estate.revision,
  ).uuid();
  estate.change(machine, () =>
    machine.edit(({ snapshots }) =>
      snapshots.push({ id, name, description: '', time: now }),
    ),
  );
}

export function createMachine(estate: Estate, plan: MachinePlan): Machine {
  const machine = buildMachine(estate, () => plan);
  estate.add(machine);
  return machine;
}

export function destroyMachine(estate: Estate, machine: Machine): void {
  estate.remove(machine);
}
