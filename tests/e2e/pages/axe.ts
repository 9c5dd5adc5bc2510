import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const counted = ['serious', 'critical'];

/** Fails for what keeps somebody from using the page, and says where it is. */
export async function assertAccessible(page: Page, where: string) {
  const { violations } = await new AxeBuilder({ page })
    // One page, no frames: nothing else has to be opened for the result.
    .setLegacyMode(true)
    // What passes is not counted, only what doesn't.
    .options({ resultTypes: ['violations'] })
    .analyze();
  const found = violations
    .filter(({ impact }) => counted.includes(impact ?? ''))
    .flatMap(({ id, help, nodes }) =>
      nodes.map(
        node => `${id} (${help}): ${node.target.join(' ')} ${node.html}`,
      ),
    );
  assert.deepEqual(found, [], `axe, ${where}`);
}
