/** `npm run screenshot`: takes the README's picture anew. */
import { runStage } from './bootstrap/runStage.mjs';

await runStage('scripts/screenshot/main.ts');
