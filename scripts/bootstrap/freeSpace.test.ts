import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requireFreeSpace } from './freeSpace.mjs';

const MIB = 1024 * 1024;

test('a full disk is refused before anything is written, with how much to free', () => {
  assert.throws(
    () =>
      requireFreeSpace('/data', 300, 'PostgreSQL', () => ({
        bavail: 120,
        bsize: MIB,
      })),
    {
      message: /120 MiB are free, PostgreSQL needs 300 MiB/,
      advice: /Free at least 180 MiB/,
    },
  );
});

test('enough space is enough', () => {
  requireFreeSpace('/data', 300, 'PostgreSQL', () => ({
    bavail: 300,
    bsize: MIB,
  }));
});
