/** Every bench, small and once: that it works, never how fast it is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { benches } from './benches.ts';
import { runBenches } from './running/runBenches.ts';
import { sizes } from './sizes.ts';

for (const bench of benches) {
  test(`the bench '${bench.name}' measures everything it promises`, async () => {
    const [report] = await runBenches([bench], sizes.small);
    assert.ok(report && report.figures.length > 0);
    for (const { what, value } of report.figures) {
      assert.ok(Number.isFinite(value) && value >= 0, `${what}: ${value}`);
    }
  });
}
