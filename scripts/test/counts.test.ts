import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCounts, countJest, countLine, countTap } from './counts.ts';

test('a test file that Jest could not run counts as a failure', () => {
  const report = JSON.stringify({
    numPassedTests: 3,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    numRuntimeErrorTestSuites: 1,
  });
  assert.deepEqual(countJest(report), { passed: 3, failed: 2, skipped: 3 });
});

test("a cancelled node test counts as a failure, the summary counts, not a test's own text", () => {
  const report = [
    '# pass 99',
    'ok 1 - something',
    '1..1',
    '# tests 9',
    '# suites 0',
    '# pass 4',
    '# fail 1',
    '# cancelled 2',
    '# skipped 1',
    '# todo 1',
  ].join('\n');
  assert.deepEqual(countTap(report), { passed: 4, failed: 3, skipped: 2 });
});

test('the last line has its fixed form', () => {
  const sum = addCounts([
    { passed: 1, failed: 0, skipped: 2 },
    { passed: 10, failed: 1, skipped: 0 },
  ]);
  assert.equal(countLine(sum), '11 passed, 1 failed, 2 skipped');
});
