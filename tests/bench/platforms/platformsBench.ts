import path from 'node:path';
import { startLab } from '../../../scripts/parts/lab/lab.ts';
import { labEnvironment } from '../../../scripts/parts/portal/portalEnvironment.ts';
import { Supervisor } from '../../../scripts/parts/processes/Supervisor.ts';
import {
  compared,
  type Bench,
  type BenchContext,
  type Figure,
} from '../bench.ts';
import { median } from '../figures.ts';

const syncGoal = 3;
const memoryGoalMegabytes = 400;
const megabyte = 1_000_000;
/** So many types of platform share the guests. */
const types = 4;

/** One sync of one platform, as the part measured it. */
interface Told {
  platform: string;
  type: string;
  sync: 'first' | 'unchanged';
  guests: number;
  collectMilliseconds: number;
  otherMilliseconds: number;
  memoryBytes: number;
}

type Message = Told | { floor: Told['sync']; milliseconds: number };

/**
 * The guests of four types of platform, a quarter each, collected by the
 * portal's own collectors from the lab's servers in another process: what
 * each type's collecting takes against Proxmox's, and what the engine then
 * takes for all together against what PostgreSQL alone takes for as many.
 */
export const platformsBench: Bench = {
  name: 'platforms',
  async run(context) {
    const supervisor = new Supervisor();
    try {
      const environment = await lab(context, supervisor);
      const { guests, rounds } = context;
      const part = context.parts.start('platforms', {
        guests,
        rounds,
        environment,
      });
      try {
        return figuresOf(await part.all<Message>());
      } finally {
        await part.stop();
      }
    } finally {
      await supervisor.stop();
    }
  },
};

async function lab(
  { projectRoot, directory, guests }: BenchContext,
  supervisor: Supervisor,
): Promise<Record<string, string>> {
  const each = Math.floor(guests / types);
  const { description } = await startLab({
    projectRoot,
    directory: path.join(directory, 'platforms-lab'),
    portBase: 0,
    password: 'for-the-bench-only',
    portalUrl: 'http://localhost:7007',
    guests: each,
    estateGuests: each,
    tickSeconds: 0,
    logFile: path.join(directory, 'platforms-lab.log'),
    supervise: supervisor.addTask,
  });
  return labEnvironment(description);
}

function figuresOf(messages: Message[]): Figure[] {
  const told = messages.filter(one => 'type' in one);
  const names = [...new Set(told.map(one => one.type))];
  return (['first', 'unchanged'] as const).flatMap(sync => {
    const of = (type: string) =>
      told.filter(one => one.type === type && one.sync === sync);
    const floor = messages.flatMap(one =>
      'floor' in one && one.floor === sync ? [one.milliseconds] : [],
    );
    return [
      ...names.map(type =>
        compared(
          `${type}: collecting 1,000 guests, ${sync} sync`,
          perThousand(of(type)),
          'ms',
          { what: 'Proxmox', value: perThousand(of('proxmox')) },
        ),
      ),
      compared(
        `four types of platform, ${sync} sync without collecting`,
        perRound(told.filter(one => one.sync === sync)),
        'ms',
        { what: 'COPY and one comparison', value: median(floor) },
        syncGoal,
      ),
      ...names.map(type => ({
        what: `${type}: memory above idle, the most, ${sync} sync`,
        value: Math.max(...of(type).map(one => one.memoryBytes)) / megabyte,
        unit: 'MB' as const,
        goal: memoryGoalMegabytes,
      })),
    ];
  });
}

function perThousand(told: Told[]): number {
  const guests = told.reduce((sum, one) => sum + one.guests, 0);
  const spent = told.reduce((sum, one) => sum + one.collectMilliseconds, 0);
  return (spent / guests) * 1000;
}

/** What one round of all platforms takes besides collecting, on average. */
function perRound(told: Told[]): number {
  const platforms = new Set(told.map(one => one.platform)).size;
  const spent = told.reduce((sum, one) => sum + one.otherMilliseconds, 0);
  return spent / (told.length / platforms);
}
