import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { provideSecretsKey } from './secretsKey.ts';

let directory: string;
let file: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'key-'));
  file = path.join(directory, 'secrets.key');
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

test('the master key is made once, of 32 bytes, readable by its owner only', () => {
  assert.equal(provideSecretsKey(file), file);
  const first = fs.readFileSync(file, 'utf8');
  provideSecretsKey(file);
  assert.equal(fs.readFileSync(file, 'utf8'), first);
  assert.equal(fs.statSync(file).mode & 0o777, 0o600);
  const key = first.trim().split('\n').at(-1) ?? '';
  assert.equal(Buffer.from(key, 'base64').length, 32);
});

test('a damaged key file is never written over: secrets may hang on it', () => {
  fs.writeFileSync(file, '');
  provideSecretsKey(file);
  assert.equal(fs.readFileSync(file, 'utf8'), '');
});
