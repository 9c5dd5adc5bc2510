import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { projectRoot } from '../../bootstrap/paths.mjs';
import { freePort } from '../ports/ports.ts';
import { placePostgres } from './placement.ts';
import { startPostgres } from './postgres.ts';

const asRoot = {
  skip:
    process.getuid?.() === 0 ? false : 'only root runs it as another account',
};

let home: string;
beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'placement-'));
  fs.chmodSync(home, 0o755);
});
afterEach(() => fs.rmSync(home, { recursive: true }));

function locked() {
  const directory = path.join(home, 'locked');
  fs.mkdirSync(directory, { mode: 0o700 });
  return path.join(directory, 'postgres');
}

test('it stays where it is wanted when its account can enter there', () => {
  const wantedData = path.join(home, 'postgres');
  assert.equal(placePostgres({ wantedData, projectRoot }).data, wantedData);
});

test(
  'below a directory of root alone it runs elsewhere, and stays there',
  asRoot,
  async () => {
    const wantedData = locked();
    const elsewhere = path.join(home, 'elsewhere');
    const postgres = await startPostgres({
      data: wantedData,
      projectRoot,
      elsewhere,
      port: await freePort(),
      password: 'sesame',
      logFile: path.join(home, 'postgres.log'),
      durable: false,
      supervise: () => {},
    });
    await postgres.child.stop();
    assert.equal(postgres.placement.data, path.join(elsewhere, 'postgres'));
    assert.match(postgres.placement.note ?? '', /cannot enter/);

    fs.chmodSync(path.dirname(wantedData), 0o755);
    const later = placePostgres({ wantedData, projectRoot });
    assert.equal(later.data, postgres.placement.data);
  },
);

test(
  'data that its account can no longer reach is never left behind for new',
  asRoot,
  () => {
    const wantedData = locked();
    fs.mkdirSync(wantedData);
    fs.writeFileSync(path.join(wantedData, 'PG_VERSION'), '18\n');
    assert.throws(() => placePostgres({ wantedData, projectRoot }), {
      message: /can no longer enter/,
    });
  },
);
