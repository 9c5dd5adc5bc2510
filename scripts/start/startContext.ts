import type { createSteps } from '../bootstrap/steps.mjs';
import type { Settings } from '../parts/portal/settings.ts';
import type { Supervisor } from '../parts/processes/Supervisor.ts';
import type { Secrets } from '../parts/secrets/secrets.ts';
import type { StartArguments } from './startArguments.ts';

export type Steps = ReturnType<typeof createSteps>;

/** What every part of a start is given. */
export interface StartContext {
  args: StartArguments;
  settings: Settings;
  secrets: Secrets;
  steps: Steps;
  supervisor: Supervisor;
}
