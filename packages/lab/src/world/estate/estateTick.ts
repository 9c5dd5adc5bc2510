import { Random } from '../random.ts';
import type { Estate } from './Estate.ts';
import type { Machine } from './Machine.ts';
import { moveMachine, startMachine, stopMachine } from './machineActions.ts';

const EVENTS_PER_TICK = 0.1;
const MACHINES_PER_FURTHER_EVENT = 20_000;
const ATTEMPTS = 20;

/** What happens in one tick of an estate; production keeps running. */
export function passEstateTick(
  estate: Estate,
  tick: number,
  now: number,
): void {
  const random = new Random(estate.seed, estate.id, 'tick', tick);
  const expected =
    EVENTS_PER_TICK + estate.machines.size / MACHINES_PER_FURTHER_EVENT;
  let events = Math.floor(expected) + (random.chance(expected % 1) ? 1 : 0);
  const machines = [...estate.machines.values()];
  while (events-- > 0 && machines.length > 0) {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (happen(estate, random.pick(machines), random, now)) break;
    }
  }
}

function happen(
  estate: Estate,
  machine: Machine,
  random: Random,
  now: number,
): boolean {
  if (machine.template || !estate.machines.has(machine.uuid)) return false;
  const happening = random.pick(['power', 'move', 'tag'] as const);
  if (happening === 'tag') {
    estate.change(machine, () =>
      machine.edit(({ tags }) => {
        if (tags.reviewed) delete tags.reviewed;
        else tags.reviewed = 'yes';
      }),
    );
    return true;
  }
  if (happening === 'move') {
    const target = random.pick([...estate.hosts.values()]);
    if (
      machine.power !== 'running' ||
      target.condition !== 'online' ||
      target.name === machine.host
    )
      return false;
    moveMachine(estate, machine, target.name);
    return true;
  }
  if ((machine.detail.tags.stage ?? 'production') === 'production')
    return false;
  if (machine.power === 'running') stopMachine(estate, machine);
  else startMachine(estate, machine, now);
  return true;
}
