import type { TestDatabase } from '@flyloft/backend-kit/testing';
import type { PlatformAddition } from '@flyloft/plugin-inventory-common';
import { aCluster, aGuest, aHost } from '../testing/observations';
import {
  createPlatformDatabase,
  FakeSecrets,
  PlatformReplica,
} from '../testing/PlatformBench';
import { promiseToKeep } from '../testing/promiseToKeep';
import { FakePlatform } from '../testing/SyncBench';

jest.setTimeout(240_000);

const by = 'user:default/ida';
const canary = 'cAnArY-token-7326';
const west: PlatformAddition = {
  id: 'west',
  type: 'fake',
  title: 'West',
  enabled: true,
  intervalMinutes: 10,
  timeoutMinutes: 15,
  values: { endpoints: ['https://west.example.org:8006'] },
  secrets: { token: canary },
};
const { id: _id, type: _type, enabled: _enabled, ...same } = west;
const untouched = { ...same, secrets: { token: '' } };

let database: TestDatabase;
let secrets: FakeSecrets;
let one: PlatformReplica;
let two: PlatformReplica;
beforeEach(async () => {
  database = await createPlatformDatabase();
  secrets = new FakeSecrets();
  one = new PlatformReplica(database.knex, secrets);
  two = new PlatformReplica(database.connect(), secrets, [], 'replica-2');
});
afterEach(async () => {
  await Promise.all([one.executor.stop(), two.executor.stop()]);
  await database.drop();
});

const runStates = async () =>
  (await database.knex('sync_runs').orderBy('id')).map(run => run.state);
const guestNames = async () =>
  (await database.knex('guests').orderBy('name')).map(guest => guest.name);

async function* picture() {
  yield* [aCluster(), aHost(), aGuest()];
}

describe('a platform that is added', () => {
  it('is synced at once, by whichever replica is free', async () => {
    two.type.answer = picture;
    const { after } = await one.service.add(west, by);
    expect(after).toMatchObject({
      origin: 'portal',
      version: 1,
      secretsSet: ['token'],
      problem: null,
      changedBy: by,
    });
    await two.registry.refresh();
    expect(await two.runNext()).toMatchObject({ state: 'succeeded' });
    expect(await guestNames()).toHaveLength(1);
    expect(two.type.made).toEqual([{ token: canary, closed: false }]);
  });

  it('has its secret in the secret store alone', async () => {
    const edited = await one.service.add(west, by);
    const { rows } = await database.knex.raw(
      `select e::text from platform_entries e union all select p::text from platforms p`,
    );
    const shown = JSON.stringify([edited, await one.service.list(), rows]);
    expect(shown).toContain('west.example.org');
    expect(shown).not.toContain(canary);
    expect([...secrets.values.values()]).toEqual([canary]);
  });

  it('leaves no secret behind when its id is taken', async () => {
    await one.service.add(west, by);
    await expect(one.service.add(west, by)).rejects.toThrow(/'west' is taken/);
    expect(secrets.values.size).toBe(1);
  });

  it('can be of no type, field or address that would not work', async () => {
    const bad = (change: Partial<PlatformAddition>) =>
      one.service.add({ ...west, ...change }, by);
    await expect(bad({ type: 'xen' })).rejects.toThrow(/'xen' is not known/);
    await expect(bad({ secrets: {} })).rejects.toThrow(/Token: fill it in/);
    await expect(
      bad({ values: { endpoints: ['http://west.example.org'] } }),
    ).rejects.toThrow(/begins with https/);
    await expect(
      bad({ values: { ...west.values, note: 'of no field' } }),
    ).rejects.toThrow(/Fake has no setting 'note'/);
    await expect(
      bad({ secrets: { ...west.secrets, key: canary } }),
    ).rejects.toThrow(/Fake has no setting 'key'/);
    expect(secrets.values.size).toBe(0);
    expect(await one.entries.list()).toEqual([]);
  });

  it('says what is wrong by the label of the field', async () => {
    one.type.complaint = "fake.endpoints[0] of platform 'x' must be nearer";
    await expect(one.service.add(west, by)).rejects.toThrow(
      /^Nodes: it must be nearer$/,
    );
  });

  it('keeps no secret of a way to sign in that was not chosen', async () => {
    const { after } = await one.service.add(
      { ...west, secrets: { ...west.secrets, password: canary } },
      by,
    );
    expect(after.secretsSet).toEqual(['token']);
    expect(secrets.values.size).toBe(1);
    const edit = { ...untouched, secrets: { password: canary } };
    await one.service.edit('west', 1, edit, by);
    expect(secrets.values.size).toBe(1);
  });

  it('is taken up though the rows were being read when it came', async () => {
    const asked = promiseToKeep<void>();
    const { entries, registry } = one;
    const read = entries.versions.bind(entries);
    jest.spyOn(entries, 'versions').mockImplementationOnce(async () => {
      const before = await read();
      await asked.promise;
      return before;
    });
    const refresh = registry.refresh.bind(registry);
    const underWay = registry.refresh();
    jest.spyOn(registry, 'refresh').mockImplementationOnce(() => {
      const answer = refresh();
      asked.resolve();
      return answer;
    });
    await one.service.add(west, by);
    await underWay;
    expect(one.registry.all().map(({ id }) => id)).toEqual(['west']);
    expect(await runStates()).toEqual(['queued']);
  });

  it('is asked for nothing when a source pushes it', async () => {
    const pushed = { ...west, id: 'pushed', type: 'push' };
    const blank = { values: {}, secrets: {} };
    const { after } = await one.service.add({ ...pushed, ...blank }, by);
    expect(after).toMatchObject({ version: 1, enabled: true });
    await one.service.edit('pushed', 1, { ...same, ...blank }, by);
    await one.service.setEnabled('pushed', 2, false, by);
    await one.service.setEnabled('pushed', 3, true, by);
    expect(await runStates()).toEqual([]);
  });

  it('can’t take the id of one in the files, which win', async () => {
    const replica = new PlatformReplica(database.knex, secrets, [
      new FakePlatform('west', 'West of the file'),
    ]);
    await expect(replica.service.add(west, by)).rejects.toThrow(
      /id of a platform in a configuration file/,
    );
    const [entry] = await replica.service.list();
    expect(entry).toMatchObject({
      origin: 'file',
      fileKey: 'inventory.platforms[0]',
    });
    await expect(
      replica.service.setEnabled('west', 0, false, by),
    ).rejects.toThrow(/stands in a configuration file/);
  });
});

describe('an edit', () => {
  beforeEach(() => one.service.add(west, by));

  it('keeps a secret that is left empty, and replaces one that is given', async () => {
    const kept = await one.service.edit('west', 1, untouched, by);
    expect(kept.secretsChanged).toEqual([]);
    const anew = await one.service.edit(
      'west',
      2,
      { ...same, secrets: { token: 'new' } },
      by,
    );
    expect(anew.secretsChanged).toEqual(['token']);
    expect([...secrets.values.values()]).toEqual(['new']);
  });

  it('sends no kept secret to an address it was not entered for', async () => {
    const values = { endpoints: ['https://elsewhere.example.org'] };
    const edit = { ...untouched, values };
    await expect(one.service.edit('west', 1, edit, by)).rejects.toThrow(
      /elsewhere\.example\.org is new: enter the secrets again/,
    );
    await expect(
      one.trials.test({ id: 'west', type: 'fake', values, secrets: {} }),
    ).rejects.toThrow(/enter the secrets again/);
  });

  it('of two people is the first one’s; the other keeps nothing behind', async () => {
    await one.service.edit('west', 1, { ...untouched, title: 'First' }, by);
    const late = { ...same, title: 'Second', secrets: { token: 'lost' } };
    await expect(one.service.edit('west', 1, late, by)).rejects.toThrow(
      /edited by user:default\/ida meanwhile/,
    );
    expect([...secrets.values.values()]).toEqual([canary]);
  });

  it('ends a sync under the old settings: it writes nothing any more', async () => {
    const arrived = promiseToKeep<void>();
    const open = promiseToKeep<void>();
    two.type.answer = async function* () {
      yield* [aCluster(), aHost()];
      arrived.resolve();
      await open.promise;
      yield aGuest();
    };
    await two.registry.refresh();
    const taken = (await two.executor.takeNext())!;
    await arrived.promise;
    await one.service.edit(
      'west',
      1,
      { ...same, secrets: { token: 'new' } },
      by,
    );
    open.resolve();
    await taken.done;
    expect(await runStates()).toEqual(['cancelled', 'queued']);
    expect(await guestNames()).toEqual([]);
  });

  it('of the title alone lets a sync go on, and closes its collector after', async () => {
    const arrived = promiseToKeep<void>();
    const open = promiseToKeep<void>();
    one.type.answer = async function* () {
      yield* [aCluster(), aHost()];
      arrived.resolve();
      await open.promise;
      yield aGuest();
    };
    const taken = (await one.executor.takeNext())!;
    await arrived.promise;
    const [old] = one.type.made.filter(each => !each.closed);
    await one.service.edit('west', 1, { ...untouched, title: 'Best' }, by);
    expect(old!.closed).toBe(false);
    open.resolve();
    await taken.done;
    expect(old!.closed).toBe(true);
    expect((await runStates())[0]).toBe('succeeded');
    expect(one.registry.all()).toMatchObject([{ title: 'Best' }]);
  });

  it('is known to a replica that claims a run before it looked', async () => {
    await two.registry.refresh();
    await one.service.edit(
      'west',
      1,
      { ...same, secrets: { token: 'new' } },
      by,
    );
    let used = '';
    two.type.answer = async function* (token) {
      used = token;
      yield* picture();
    };
    expect(await two.runNext()).toMatchObject({ state: 'succeeded' });
    expect(used).toBe('new');
  });
});

describe('a platform', () => {
  beforeEach(() => one.service.add(west, by));

  it('that is disabled is synced by no replica until it is enabled', async () => {
    await two.registry.refresh();
    await one.service.setEnabled('west', 1, false, by);
    expect(await runStates()).toEqual(['cancelled']);
    await two.runs.request({
      platformId: 'west',
      trigger: 'person',
      requestedBy: by,
    });
    expect(await two.runNext()).toMatchObject({
      state: 'cancelled',
      problem: { message: expect.stringContaining('disabled') },
    });
    expect(two.registry.all()).toEqual([]);
    expect(await one.platforms.list()).toMatchObject([
      { freshness: { problem: expect.stringContaining('disabled') } },
    ]);
    await one.service.setEnabled('west', 2, true, by);
    await two.registry.refresh();
    expect(two.registry.all()).toHaveLength(1);
  });

  it('that is removed takes its secrets along; its guests stay', async () => {
    one.type.answer = picture;
    await one.runNext();
    expect(await one.service.removal('west')).toMatchObject({
      guests: 1,
      hosts: 1,
      syncUnderWay: false,
    });
    await one.service.remove('west', 1, { guests: 'keep', reason: 'x' }, by);
    expect(secrets.values.size).toBe(0);
    expect(one.registry.all()).toEqual([]);
    expect(one.type.made.every(each => each.closed)).toBe(true);
    expect(await guestNames()).toHaveLength(1);
    expect(await one.platforms.list()).toEqual([]);
    // What comes back under its id finds its guests again.
    await one.service.add(west, by);
    expect(await one.platforms.list()).toHaveLength(1);
  });

  it('that is removed with its guests has them deleted, until it comes back', async () => {
    one.type.answer = picture;
    await one.runNext();
    const reason = 'The cluster was given up';
    expect(
      await one.service.remove('west', 1, { guests: 'delete', reason }, by),
    ).toMatchObject({ guestsDeleted: 1 });
    const [guest] = await database.knex('guests');
    expect(guest).toMatchObject({
      visibility: 'deleted',
      deleted_by: by,
      deleted_reason: reason,
    });
    expect(
      await database.knex('changes').where({ object_id: guest.id }),
    ).toMatchObject([{ operation: 'created' }, { operation: 'deleted' }]);
    expect(
      await database
        .knex('guest_versions')
        .where({ guest_id: guest.id, valid_to: 'infinity' }),
    ).toMatchObject([{ visibility: 'deleted' }]);
    await one.service.add(west, by);
    await one.runNext();
    expect(await database.knex('guests')).toMatchObject([
      { id: guest.id, visibility: 'visible', deleted_at: null },
    ]);
  });

  it('whose secret can’t be read says so everywhere, and recovers by itself', async () => {
    secrets.broken = true;
    const problem = 'The master key is missing';
    await two.registry.refresh();
    expect(await two.service.get('west')).toMatchObject({ problem });
    expect(await two.runNext()).toMatchObject({
      state: 'failed',
      problem: { message: problem },
    });
    secrets.broken = false;
    two.nowMilliseconds = 20_000;
    await two.registry.refresh();
    expect(await two.service.get('west')).toMatchObject({ problem: null });
  });

  it('is due when its interval has passed, once however many ask', async () => {
    await one.runNext();
    const ask = () =>
      Promise.all(
        [one, two].map(replica =>
          replica.runs.requestDue([{ id: 'west', intervalSeconds: 600 }]),
        ),
      );
    await ask();
    expect(await runStates()).toEqual(['succeeded']);
    await database
      .knex('sync_runs')
      .update({ requested_at: database.knex.raw(`now() - interval '10 min'`) });
    await ask();
    await ask();
    expect(await runStates()).toEqual(['succeeded', 'queued']);
  });

  it('stays when a replica starts that has other files', async () => {
    await two.platforms.register([]);
    expect(await one.platforms.list()).toHaveLength(1);
    expect(await runStates()).toEqual(['queued']);
  });
});

it('a row can hold no secret in place of a reference', async () => {
  await one.service.add(west, by);
  const write = database
    .knex('platform_entries')
    .update({ secret_refs: JSON.stringify({ token: canary }) });
  await expect(write).rejects.toThrow(/secret_refs_are_references/);
});
