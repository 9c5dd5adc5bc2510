import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { TestLab } from '../../packages/lab/src/__fixtures__/TestLab.ts';
import { clientsDirectory } from '../../scripts/test/needs.ts';
import { runProgram } from './clients.ts';

/** What `ntnx_walk.py` prints. */
interface PrismWalk {
  version: string;
  total: number;
  pages: number;
  machines: Array<{
    id: string;
    name: string;
    power: string;
    vcpus: number;
    memoryBytes: number;
    biosUuid: string;
    macs: string[];
    diskBytes: number;
  }>;
  images: string[];
  etag: string | null;
  refused: number | null;
  unknown: string[];
}

let lab: TestLab;
let walk: PrismWalk;

before(async () => {
  lab = await TestLab.start({ estateGuests: 120 });
  const estate = lab.lab.description.estates.find(
    ({ id }) => id === 'pc-north',
  )!;
  const url = new URL(estate.url);
  const output = await runProgram(
    path.join(clientsDirectory, 'python-nutanix/bin/python3'),
    [path.join(import.meta.dirname, 'ntnx_walk.py')],
    {
      input: JSON.stringify({
        host: url.hostname,
        port: Number(url.port),
        ca: estate.caFile,
        user: estate.username,
        password: estate.password,
        poor_user: estate.unprivilegedUsername,
        poor_password: estate.unprivilegedPassword,
      }),
    },
  );
  walk = JSON.parse(output) as PrismWalk;
});

after(() => lab?.close());

const powerStates = { running: 'ON', stopped: 'OFF', paused: 'PAUSED' };

test("Nutanix's own client lists on pc-north what the lab has, page by page", () => {
  const { machines } = lab.lab.world.estate('pc-north');
  const sorted = <T extends { id: string }>(rows: T[]) =>
    rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  assert.ok(walk.pages > 2);
  assert.deepEqual(
    sorted(walk.machines),
    sorted(
      [...machines.values()]
        .filter(({ template }) => !template)
        .map(machine => ({
          id: machine.uuid,
          name: machine.name,
          power: powerStates[machine.power],
          vcpus: machine.detail.sockets * machine.detail.coresPerSocket,
          memoryBytes: machine.detail.memoryBytes,
          biosUuid: machine.detail.biosUuid,
          macs: machine.detail.nics.map(nic => nic.mac).sort(),
          diskBytes: machine.detail.disks.reduce(
            (sum, disk) => sum + disk.bytes,
            0,
          ),
        })),
    ),
  );
  assert.equal(walk.total, walk.machines.length);
});

test('it finds no field that the published models do not have', () => {
  assert.deepEqual(walk.unknown, []);
  assert.equal(walk.version, 'v4.2');
});

test('it gets the ETag that changes need, and is refused where it must be', () => {
  assert.ok(walk.etag);
  assert.equal(walk.refused, 403);
  assert.ok(walk.images.includes('rocky-9-cloud'));
});
