import { mockCredentials } from '@backstage/backend-test-utils';
import { SyncBench } from '../../../plugins/inventory-backend/src/testing/SyncBench';
import { consoleLogger } from './consoleLogger';
import { runPart, tell, type PartInput } from './part';
import { serveRouter } from './routerServer';
import { addressOf, macOf, worldOf, worldOwners } from './world';

void runPart<PartInput>(async ({ guests }) => {
  const empty = await newBench(0);
  const full = await newBench(guests);
  const servers = {
    empty: await serveRouter(empty.db, empty.replica.service),
    full: await serveRouter(full.db, full.replica.service),
  };
  const [{ now }] = (await full.db.raw('select now() as now')).rows;
  tell({
    empty: servers.empty.url,
    full: servers.full.url,
    token: mockCredentials.user.header(),
    at: now.toISOString(),
    addresses: Array.from({ length: 50 }, (_, i) =>
      addressOf(spread(i, guests)),
    ),
    macs: Array.from({ length: 50 }, (_, i) => macOf(spread(i, guests))),
    numbers: Array.from({ length: 50 }, (_, i) => spread(i, guests)),
  });
  return async () => {
    servers.empty.close();
    servers.full.close();
    await empty.drop();
    await full.drop();
  };
});

function spread(index: number, guests: number): number {
  return (index * 7919 + 13) % guests;
}

async function newBench(guests: number): Promise<SyncBench> {
  const bench = await SyncBench.create({
    owners: worldOwners,
    logger: consoleLogger,
  });
  if (guests === 0) return bench;
  // The second sync gives some guests a past, for `at=`.
  for (const round of [0, 1]) {
    const run = await bench.sync(worldOf({ guests, round, changeEvery: 100 }));
    if (run.state !== 'succeeded') throw new Error(`The sync ${run.state}`);
  }
  await bench.db.raw('vacuum analyze');
  return bench;
}
