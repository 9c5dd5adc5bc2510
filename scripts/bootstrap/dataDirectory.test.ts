import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { provideDataDirectory } from './bootstrap.mjs';

test('a data directory that is a file is refused with what to do', () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'data-'));
  const file = path.join(home, 'data');
  fs.writeFileSync(file, '');
  assert.throws(() => provideDataDirectory(file), {
    message: `${file} is not a directory.`,
    advice: /Move it away/,
  });
  fs.rmSync(home, { recursive: true });
});

test('a data directory that cannot hold its logs is refused', () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'data-'));
  fs.writeFileSync(path.join(home, 'logs'), 'a file in the way');
  assert.throws(() => provideDataDirectory(home), {
    message: /cannot be written/,
  });
  fs.rmSync(home, { recursive: true });
});
