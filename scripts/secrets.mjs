/** `npm run secrets`: looks after the secrets that were entered in the portal. */
import { runStage } from './bootstrap/runStage.mjs';

await runStage('scripts/secrets/main.ts');
