import type { Estate } from '../world/estate/Estate.ts';
import type { Machine, MachineDetail } from '../world/estate/Machine.ts';
import {
  createMachine,
  destroyMachine,
  editMachine,
  moveMachine,
  renameMachine,
  snapshotMachine,
  startMachine,
  stopMachine,
  suspendMachine,
} from '../world/estate/machineActions.ts';
import type { MachinePlan } from '../world/estate/machinePlan.ts';
import { WorldError } from '../world/WorldError.ts';

/** What a test may do to a machine of an estate; it happens at once. */
export interface EstateCommand {
  action: string;
  /** The estate. */
  cluster: string;
  uuid?: string;
  /** Instead of the uuid; of several of that name the first is meant. */
  machine?: string;
  name?: string;
  host?: string;
  folder?: string;
  set?: Partial<MachineDetail>;
  plan?: MachinePlan;
  maintenance?: boolean;
}

type Act = (
  estate: Estate,
  machine: Machine,
  command: EstateCommand,
  now: number,
) => void;

const text = (value: string | undefined, name: string): string => {
  if (value === undefined) throw new WorldError(`this needs ${name}`);
  return value;
};

const ACTS: Record<string, Act> = {
  start: (estate, machine, _, now) => startMachine(estate, machine, now),
  stop: stopMachine,
  suspend: suspendMachine,
  migrate: (estate, machine, { host }) =>
    moveMachine(estate, machine, text(host, 'host')),
  rename: (estate, machine, { name }) =>
    renameMachine(estate, machine, text(name, 'name')),
  file: (estate, machine, { folder }) =>
    estate.change(machine, () => {
      machine.folder = text(folder, 'folder');
    }),
  edit: (estate, machine, { set }) => editMachine(estate, machine, set ?? {}),
  snapshot: (estate, machine, { name }, now) =>
    snapshotMachine(estate, machine, text(name, 'name'), now),
  destroy: destroyMachine,
};

/** Does it, and gives the machine it was about. */
export function commandMachine(
  estate: Estate,
  command: EstateCommand,
  now: number,
): { uuid?: string } {
  if (command.action === 'create') {
    if (!command.plan) throw new WorldError('create needs plan');
    return { uuid: createMachine(estate, command.plan).uuid };
  }
  if (command.action === 'maintenance') {
    estate.setMaintenance(
      text(command.host, 'host'),
      command.maintenance ?? true,
    );
    return {};
  }
  const act = ACTS[command.action];
  if (!act) {
    throw new WorldError(
      `action must be one of create, maintenance, ${Object.keys(ACTS).join(', ')}`,
    );
  }
  const machine = machineOf(estate, command);
  act(estate, machine, command, now);
  return { uuid: machine.uuid };
}

function machineOf(estate: Estate, command: EstateCommand): Machine {
  if (command.uuid !== undefined) return estate.machine(command.uuid);
  for (const machine of estate.machines.values()) {
    if (machine.name === command.machine) return machine;
  }
  throw new WorldError(`${estate.id} has no machine '${command.machine}'`);
}

/** The truth about a machine in plain words, for a test to compare with what others found out. */
export function machineReport(estate: Estate, machine: Machine) {
  const { userData: _, ...detail } = machine.detail;
  return {
    cluster: estate.id,
    uuid: machine.uuid,
    number: machine.number,
    name: machine.name,
    folder: machine.folder,
    inCluster: machine.cluster,
    host: machine.host ?? null,
    power: machine.power,
    bootedAt: machine.bootedAt,
    template: machine.template,
    revision: machine.revision,
    ...detail,
  };
}
