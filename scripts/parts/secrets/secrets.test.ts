import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { provideSecrets } from './secrets.ts';

let directory: string;
let file: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'secrets-'));
  file = path.join(directory, 'secrets.json');
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

test('secrets are made once, kept, and readable by their owner only', () => {
  const first = provideSecrets(file);
  assert.deepEqual(provideSecrets(file), first);
  assert.equal(fs.statSync(file).mode & 0o777, 0o600);
  assert.equal(new Set(Object.values(first)).size, Object.keys(first).length);
});

test('a new kind of secret is added to those that are there', () => {
  fs.writeFileSync(file, '{"postgresPassword":"kept"}');
  const secrets = provideSecrets(file);
  assert.equal(secrets.postgresPassword, 'kept');
  assert.ok(secrets.sessionSecret.length >= 32);
});

for (const broken of ['{"postgresPass', '[]', '"text"', '']) {
  test(`a damaged file is refused, never overwritten: ${broken || 'empty'}`, () => {
    fs.writeFileSync(file, broken);
    assert.throws(() => provideSecrets(file), { message: /is damaged/ });
    assert.equal(fs.readFileSync(file, 'utf8'), broken);
  });
}
