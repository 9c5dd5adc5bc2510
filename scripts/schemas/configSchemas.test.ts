import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { projectRoot } from '../bootstrap/paths.mjs';
import { configSchemas } from './configSchemas.ts';

test('every configuration schema says what its config.d.ts says, and is the one that is read', async () => {
  const schemas = await configSchemas(projectRoot);
  assert.ok(schemas.length >= 6);
  for (const { file, text } of schemas) {
    const full = path.join(projectRoot, file);
    assert.equal(
      fs.existsSync(full) ? fs.readFileSync(full, 'utf8') : '',
      text,
      `${file} is not up to date: run "npm run schemas"`,
    );
    const manifest = JSON.parse(
      fs.readFileSync(path.join(path.dirname(full), 'package.json'), 'utf8'),
    );
    assert.equal(manifest.configSchema, 'config.schema.json', file);
  }
});
