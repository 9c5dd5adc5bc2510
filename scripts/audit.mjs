/** `npm run audit:verify`: looks through the chain of the audit trail. */
import { runStage } from './bootstrap/runStage.mjs';

await runStage('scripts/audit/main.ts');
