import path from 'node:path';
import { dataDirectory } from '../bootstrap/paths.mjs';
import { printFailure } from '../bootstrap/problem.mjs';
import { readSettings } from '../parts/portal/settings.ts';
import { endLeftParts, Supervisor } from '../parts/processes/Supervisor.ts';
import { provideSecrets } from '../parts/secrets/secrets.ts';
import type { StartArguments } from './startArguments.ts';
import type { Steps } from './startContext.ts';
import { startParts } from './startParts.ts';
import { stopRequest } from './stopRequest.ts';

/** Runs everything until it is told to end; the exit code says how it went. */
export async function runGroup(
  args: StartArguments,
  env: NodeJS.ProcessEnv,
  steps: Steps,
): Promise<number> {
  const settings = readSettings(env);
  const recordFile = path.join(dataDirectory, 'parts.json');
  const left = await endLeftParts(recordFile);
  if (left.length > 0) {
    steps.say(`Left running by an earlier start, ended: ${left.join(', ')}`);
  }
  const secrets = provideSecrets(path.join(dataDirectory, 'secrets.json'));
  const supervisor = new Supervisor(recordFile);
  const stop = stopRequest(() => supervisor.kill());
  try {
    const started = startParts({ args, settings, secrets, steps, supervisor });
    const early = await Promise.race([
      started.then(() => undefined),
      stop.requested,
    ]);
    if (early === undefined) {
      const ended = await Promise.race([supervisor.failed, stop.requested]);
      if (typeof ended !== 'string') throw ended;
    } else {
      // The part being started ends with the others; its failure is no news.
      steps.mute();
      started.catch(() => {});
    }
    await supervisor.stop(name => steps.say(`Ending: ${name}`));
    return 0;
  } catch (error) {
    printFailure(error);
    await supervisor.stop(name => steps.say(`Ending: ${name}`));
    return 1;
  } finally {
    stop.dispose();
  }
}
