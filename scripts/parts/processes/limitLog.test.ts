import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { lastLines } from './lastLines.ts';
import { limitLog } from './limitLog.ts';

test('a log past its limit begins anew, and its writer goes on', () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'log-'));
  const file = path.join(home, 'portal.log');
  const writer = fs.openSync(file, 'a');
  fs.writeSync(writer, 'much was said\n');
  limitLog(file, 100);
  assert.equal(lastLines(file, 5), 'much was said');
  limitLog(file, 5);
  fs.writeSync(writer, 'and more\n');
  assert.equal(fs.readFileSync(file, 'utf8'), 'and more\n');
  assert.equal(fs.readFileSync(`${file}.1`, 'utf8'), 'much was said\n');
  fs.closeSync(writer);
  fs.rmSync(home, { recursive: true });
});

test('the end of a log is shown whole, however long the log is', () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'log-'));
  const file = path.join(home, 'portal.log');
  fs.writeFileSync(file, `${'x'.repeat(70_000)}\none\ntwo\nthree\n`);
  assert.equal(lastLines(file, 2), 'two\nthree');
  assert.equal(lastLines(path.join(home, 'none'), 2), '(nothing was written)');
  fs.rmSync(home, { recursive: true });
});
