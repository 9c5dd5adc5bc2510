import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutYarnMarks } from './dependencies.mjs';

test("a line of Yarn's is told without its code and its drawing", () => {
  const told = {
    '➤ YN0000: ┌ Link step': 'Link step',
    '➤ YN0000: │ esbuild@npm:0.25.0 must be built':
      'esbuild@npm:0.25.0 must be built',
    '➤ YN0000: └ Completed in 5s': 'Completed in 5s',
    '➤ YN0000: · Done in 8s': 'Done in 8s',
    'added 3 packages': 'added 3 packages',
  };
  for (const [line, words] of Object.entries(told)) {
    assert.equal(withoutYarnMarks(line), words);
  }
});
