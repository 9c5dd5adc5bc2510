import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { collect, startVcsim, watch, type Vcsim } from './vcsim.ts';

const PAGED = 1_500;
const UNPAGED = 12_000;

// Of the smaller run: what the larger one may be measured by.
let pagedPeakBytes = 0;

describe('vcsim 0.37, which pages and knows sessions', () => {
  let vcsim: Vcsim;
  before(async () => {
    vcsim = await startVcsim('0.37', PAGED);
  });
  after(() => vcsim?.stop());

  test('every machine is seen once, page by page', async () => {
    const collected = await collect(vcsim, { pageSize: 200 });
    assert.equal(collected.counts.guest, PAGED);
    assert.equal(collected.distinct, PAGED);
    assert.equal(collected.counts.host, 8);
    assert.equal(collected.counts.cluster, 1);
    assert.deepEqual(collected.restarts, []);
    assert.equal(collected.counts.gap, undefined);
    pagedPeakBytes = collected.peakBytes;
  });

  test('a session that ends in mid-page costs no machine and doubles none', async () => {
    const collected = await collect(vcsim, {
      pageSize: 200,
      endSessionAfter: 700,
    });
    assert.equal(collected.counts.guest, PAGED);
    assert.equal(collected.distinct, PAGED);
    assert.equal(collected.restarts.length, 1);
    assert.match(collected.restarts[0] ?? '', /NotAuthenticated/);
  });

  test('a watch tells of a machine that is switched off', async () => {
    assert.deepEqual(await watch(vcsim), ['ready', 'changed']);
  });
});

describe('vcsim 0.24, which does not page', () => {
  let vcsim: Vcsim;
  before(async () => {
    vcsim = await startVcsim('0.24', UNPAGED);
  });
  after(() => vcsim?.stop());

  test('12,000 machines in one answer are read in the memory of 1,500 in pages', async () => {
    const collected = await collect(vcsim, { pageSize: 200 });
    assert.equal(collected.counts.guest, UNPAGED);
    assert.equal(collected.distinct, UNPAGED);
    // Eight times the machines: their ids are kept, the machines are not.
    assert.ok(pagedPeakBytes > 0);
    const ratio = collected.peakBytes / pagedPeakBytes;
    assert.ok(ratio < 1.5, `${ratio.toFixed(2)} times the memory was alive`);
  });
});
