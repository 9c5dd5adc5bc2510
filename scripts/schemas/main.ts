/** `npm run schemas`: after a change to a config.d.ts. */
import fs from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../bootstrap/paths.mjs';
import { configSchemas } from './configSchemas.ts';

for (const { file, text } of await configSchemas(projectRoot)) {
  fs.writeFileSync(path.join(projectRoot, file), text);
  process.stdout.write(`${file}\n`);
}
