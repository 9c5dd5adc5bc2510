import {
  all,
  anna,
  ManualBench,
  running,
  shop,
  web,
  world,
} from '../__testUtils__/ManualBench';
import { aCluster, aGuest, aHost } from '../testing/observations';
import { everything, type Scope } from '../scope/scope';
import { EditConflictFound } from './ManualService';

// Whole syncs, on a machine that may be busy.
jest.setTimeout(120_000);

let manual: ManualBench;
let bench: ManualBench['syncs'];
beforeEach(async () => {
  manual = await ManualBench.create();
  bench = manual.syncs;
});
afterEach(async () => manual.drop());

describe('the history of an edit', () => {
  it('has a version, a change with who and why, and a place in the feed', async () => {
    await bench.sync(world());
    const before = new Date().toISOString();
    await manual.edit(running);
    const id = await manual.guestId();
    const past = await manual.guests.get(id, everything, before);
    expect(past.powerState).toBe('stopped');
    const [batch] = await bench
      .db('change_batches')
      .orderBy('first_sequence', 'desc');
    expect(batch).toMatchObject({
      cause: 'person',
      actor: anna,
      reason: 'The agent lies',
      run_id: null,
      size: 1,
      first_sequence: expect.any(String),
    });
    expect(await bench.lastFields('vm-100')).toEqual({
      powerState: ['stopped', 'running'],
      'overrides.powerState': [
        null,
        expect.objectContaining({ value: 'running', by: anna }),
      ],
    });
  });

  it('has nothing where nothing differs', async () => {
    await bench.sync(world());
    const first = await manual.edit(running);
    const again = await manual.edit(running);
    expect(again.revision).toBe(first.revision);
    expect(await bench.db('change_batches')).toHaveLength(2);
  });
});

describe('owners', () => {
  it('by people stand before the mapping, which stays as what is observed', async () => {
    await bench.sync(world());
    const { owners } = await manual.edit({ technicalOwner: shop });
    expect(owners).toMatchObject({
      technical: { ref: shop, person: null },
      mapped: web,
      effective: { ref: shop },
    });
    expect(
      await manual.names('ownerRef:present', {
        kind: 'owners',
        owners: [shop],
      }),
    ).toEqual(['vm-100']);
    expect(
      await manual.names('ownerRef:present', { kind: 'owners', owners: [web] }),
    ).toEqual([]);
    await bench.sync(world({ pool: 'none' }));
    expect(await bench.guest()).toMatchObject({ owner_ref: shop });
    expect(
      (await manual.edit({ technicalOwner: null })).owners.effective,
    ).toBeNull();
  });

  it('in either role see the guest, its addresses and its history', async () => {
    await bench.sync(world());
    await manual.edit({ technicalOwner: shop, businessOwner: anna });
    for (const owner of [shop, anna]) {
      const scope: Scope = { kind: 'owners', owners: [owner] };
      expect(await manual.names('addresses:present', scope)).toEqual([
        'vm-100',
      ]);
    }
    expect(await bench.db('guest_addresses').first()).toMatchObject({
      owner_ref: shop,
      second_owner_ref: anna,
    });
    expect(
      await bench.db('changes').orderBy('batch_id', 'desc').first(),
    ).toMatchObject({ owner_ref: shop, second_owner_ref: anna });
  });

  it('without an account take nobody the sight of it', async () => {
    await bench.sync(world());
    const person = `person:external/00000000-0000-4000-8000-000000000000`;
    await expect(manual.edit({ technicalOwner: person })).rejects.toThrow(
      /no person/,
    );
    const [{ id }] = await bench
      .db('external_people')
      .insert({ name: 'Otto', created_by: anna })
      .returning('id');
    const ref = `person:external/${id}`;
    const { owners } = await manual.edit({ technicalOwner: ref });
    expect(owners).toMatchObject({
      technical: { ref, person: { name: 'Otto' } },
      effective: { ref: web },
    });
    await bench.sync(world({ pool: 'none' }));
    expect(await bench.guest()).toMatchObject({ owner_ref: ref });
  });
});

describe('tags and addresses of people', () => {
  it('stand beside those observed, and stay when these change', async () => {
    await bench.sync(world());
    await manual.edit({ tags: ['mine', 'prod'] });
    expect(await manual.names('tags:eq:mine')).toEqual(['vm-100']);
    await bench.sync(world({ tags: ['test'] }));
    expect(await bench.guest()).toMatchObject({
      tags: ['mine', 'prod', 'test'],
    });
    expect((await manual.edit({ tags: [] })).tags).toEqual({
      observed: ['test'],
      manual: [],
    });
    expect(await bench.guest()).toMatchObject({ tags: ['test'] });
  });

  it('are found, shown as the primary one, and gone when taken off', async () => {
    await bench.sync(world());
    await manual.edit({
      addresses: [
        { address: '192.0.2.7', label: 'backup' },
        { address: '2001:DB8::7', primary: true },
      ],
    });
    const [guest] = (
      await manual.guests.list(
        { filter: ['addresses:within:192.0.2.0/24'] },
        everything,
      )
    ).items;
    expect(guest).toMatchObject({
      addresses: ['10.0.0.5', '192.0.2.7', '2001:db8::7'],
      primaryAddress: '2001:db8::7',
    });
    await bench.sync(world({ name: 'renamed' }));
    expect(
      (await bench.db('guest_addresses').where({ source: 'manual' })).length,
    ).toBe(2);
    const { addresses } = await manual.edit({ addresses: [] });
    expect(addresses).toEqual({
      observed: ['10.0.0.5'],
      manual: [],
      primary: '10.0.0.5',
    });
    expect(
      await bench.db('guest_addresses').where({ source: 'manual' }),
    ).toEqual([]);
  });

  it('come back with a guest that returns', async () => {
    const other = aGuest({ externalId: '101', details: { nics: [] } });
    await bench.sync([...world(), other]);
    await manual.edit({ addresses: [{ address: '192.0.2.7' }], notes: 'kept' });
    await bench.sync([aCluster(), aHost(), other]);
    expect(await bench.db('guest_addresses')).toEqual([]);
    await bench.sync([...world(), other]);
    expect(await manual.names('addresses:eq:192.0.2.7')).toEqual(['vm-100']);
    expect((await manual.service.get(await manual.guestId(), all)).notes).toBe(
      'kept',
    );
  });
});

describe('two people', () => {
  it('who edit at once: the second is refused, with both values', async () => {
    await bench.sync(world());
    const read = await manual.service.get(await manual.guestId(), all);
    await manual.edit(
      { notes: 'hers', project: 'shop' },
      { expected: read.revision },
    );
    const refused = await manual
      .edit({ notes: 'his', stage: 'test' }, { expected: read.revision })
      .catch(error => error);
    expect(refused).toBeInstanceOf(EditConflictFound);
    expect(refused.conflict.fields).toEqual([
      { field: 'notes', yours: 'his', theirs: 'hers' },
      { field: 'stage', yours: 'test', theirs: null },
    ]);
    expect(refused.conflict.current).toMatchObject({ notes: 'hers' });
  });

  it('who edit in the same moment: one of them wins, never both', async () => {
    await bench.sync(world());
    const { revision } = await manual.service.get(await manual.guestId(), all);
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, (_none, index) =>
        manual.edit({ notes: `note ${index}` }, { expected: revision }),
      ),
    );
    expect(results.filter(one => one.status === 'fulfilled')).toHaveLength(1);
  });
});

describe('the same key', () => {
  it('does the edit once and answers the same, five times at once too', async () => {
    await bench.sync(world());
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        manual.edit({ notes: 'once' }, { expected: '0', key: 'k1' }),
      ),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await bench.db('change_batches')).toHaveLength(2);
    await expect(manual.edit({ notes: 'else' }, { key: 'k1' })).rejects.toThrow(
      /was used for another command/,
    );
  });
});

describe('rights', () => {
  const own = { kind: 'owners' as const, owners: [web] };

  it('of an engineer reach notes, tags and fields of their own guests', async () => {
    await bench.sync(world());
    const rights = { sees: own, annotates: own, overrides: false };
    expect(
      (await manual.edit({ notes: 'mine' }, { rights: rights as never }))
        .allowed,
    ).toEqual({ annotate: true, override: false });
    await expect(
      manual.edit({ technicalOwner: shop }, { rights: rights as never }),
    ).rejects.toThrow(
      /may not edit technicalOwner \(permission inventory.guest.override\)/,
    );
  });

  it('of others end at what they see', async () => {
    await bench.sync(world());
    const other = { kind: 'owners' as const, owners: [shop] };
    const rights = { sees: other, annotates: other, overrides: true };
    await expect(
      manual.edit({ notes: 'x' }, { rights: rights as never }),
    ).rejects.toThrow(/There is no guest/);
  });
});
