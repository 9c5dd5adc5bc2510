import {
  createReadStream,
  createWriteStream,
  mkdtempSync,
  rmSync,
} from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { SyncBench } from '../../../plugins/inventory-backend/src/testing/SyncBench';
import { consoleLogger } from './consoleLogger';
import { runPart, tell, type PartInput } from './part';
import { serveRouter } from './routerServer';
import { worldOf, worldOwners } from './world';

// The same rows in the same order; the raw answers are in neither file.
const copied = `copy (select id, platform_id, external_id, type, name, power_state,
  visibility, cluster_name, host_name, guest_host_name, os_type, os_family, vcpus,
  sockets, cores_per_socket, memory_bytes, disk_bytes, disk_count, nic_count,
  bios_uuid, template, lock, pool, ha_state, agent_state, tags, networks,
  mac_addresses, addresses, primary_address, owner_ref, identity_doubt, created_at,
  started_at, first_seen_at, last_seen_at, changed_at, deleted_at
  from guests where deleted_at is null
  order by lower(name) collate "C", id) to stdout with (format csv, header)`;

void runPart<PartInput>(async ({ guests, rounds }) => {
  const folder = mkdtempSync(join(tmpdir(), 'flyloft-csv-'));
  const bench = await SyncBench.create({
    owners: worldOwners,
    logger: consoleLogger,
  });
  const run = await bench.sync(worldOf({ guests, round: 0, changeEvery: 0 }));
  if (run.state !== 'succeeded') throw new Error(`The sync ${run.state}`);
  await bench.db.raw('vacuum analyze');
  const server = await serveRouter(bench.db, bench.replica.service);
  const file = join(folder, 'guests.csv');
  // The first of each warms caches and code, and is not told.
  for (let round = 0; round <= rounds; round++) {
    const copyMilliseconds = await timed(() => copyInto(bench.db, file));
    global.gc?.();
    const before = process.memoryUsage().rss;
    let most = before;
    const sampling = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 20);
    const exportMilliseconds = await timed(() =>
      exportInto(`${server.url}/all/guests.csv`, file),
    );
    clearInterval(sampling);
    const rows = (await linesOf(file)) - 1;
    if (rows !== guests) throw new Error(`${rows} rows of ${guests}`);
    if (round === 0) continue;
    tell({
      exportMilliseconds,
      copyMilliseconds,
      megabytes: (most - before) / 2 ** 20,
      rows,
    });
  }
  return async () => {
    server.close();
    await bench.drop();
    rmSync(folder, { recursive: true });
  };
});

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function exportInto(url: string, file: string): Promise<void> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) =>
    get(
      url,
      { headers: { authorization: mockCredentials.user.header() } },
      resolve,
    ).on('error', reject),
  );
  if (answer.statusCode !== 200)
    throw new Error(`${url}: ${answer.statusCode}`);
  await pipeline(answer, createWriteStream(file));
}

async function copyInto(db: Knex, file: string): Promise<void> {
  const connection: Client = await db.client.acquireConnection();
  try {
    await pipeline(connection.query(copyTo(copied)), createWriteStream(file));
  } finally {
    await db.client.releaseConnection(connection);
  }
}

async function linesOf(file: string): Promise<number> {
  let lines = 0;
  for await (const _line of createInterface(createReadStream(file))) lines += 1;
  return lines;
}
