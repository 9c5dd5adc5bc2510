/**
 * Collects a vCenter once, in a process of its own, and prints what it saw and
 * how much memory was alive meanwhile. Run with Backstage's node transform,
 * as the portal is.
 */
const {
  VsphereClient,
} = require('../../plugins/platform-vsphere/src/client/VsphereClient.ts');
const {
  VsphereCollector,
} = require('../../plugins/platform-vsphere/src/collector/VsphereCollector.ts');

const MEASURE_EVERY = 500;
const target = JSON.parse(process.argv[2]);

const client = () =>
  new VsphereClient({
    endpoint: target.endpoint,
    username: target.username,
    password: target.password,
    trust: { fingerprints: [target.fingerprint] },
    requestTimeoutMilliseconds: 60_000,
  });

async function main() {
  const signal = AbortSignal.timeout(240_000);
  const main = client();
  const collector = new VsphereCollector({
    client: main,
    watchClient: client,
    uiUrl: target.endpoint,
    pageSize: target.pageSize,
    requestTimeoutMilliseconds: 60_000,
  });
  const restarts = [];
  const counts = {};
  const ids = new Set();
  let peakBytes = 0;
  const measure = () => {
    globalThis.gc();
    peakBytes = Math.max(peakBytes, process.memoryUsage().heapUsed);
  };
  const observations = collector.collect({
    signal,
    lastCollectedAt: null,
    knownGuests: async () => new Map(),
    progress: () => {},
    logger: { warn: reason => restarts.push(reason) },
  });
  measure();
  for await (const each of observations) {
    counts[each.kind] = (counts[each.kind] ?? 0) + 1;
    if (each.kind !== 'guest') continue;
    ids.add(each.externalId);
    if (counts.guest % MEASURE_EVERY === 0) measure();
    // Halfway through the pages, the session is gone.
    if (counts.guest === target.endSessionAfter) {
      const content = await main.content(signal);
      await main.callIn(await main.session(signal), {
        method: 'Logout',
        target: content.sessionManager,
        signal,
      });
    }
  }
  await collector.close();
  process.stdout.write(
    `${JSON.stringify({ counts, distinct: ids.size, restarts, peakBytes })}\n`,
  );
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
