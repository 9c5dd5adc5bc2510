/**
 * Each fault of the lab, one after the other: what is shown, that nothing is
 * lost, and that the next sync after its end is whole again.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Guest, SyncRun } from '@flyloft/plugin-inventory-common';
import {
  FAULT_KINDS,
  type FaultKind,
  type FaultRequest,
} from '../../packages/lab/src/control/fault.ts';
import { InventoryAs } from '../harness/inventory.ts';
import { startStack, type Stack } from '../harness/stack.ts';

const platformId = 'pve-west';
const node = 'pve-w2';
const resources = { cluster: platformId, path: '/cluster/resources' };

interface Case {
  what: string;
  fault: Omit<FaultRequest, 'kind'>;
  ends: SyncRun['state'];
  shows?(run: SyncRun, inventory: InventoryAs): Promise<void> | void;
}

const failed = async (run: SyncRun, inventory: InventoryAs) => {
  assert.ok(run.problem?.message, 'a failed run says why');
  assert.ok(run.problem.errorId, 'and gives an id to quote');
  const { freshness } = await inventory.platform(platformId);
  assert.equal(freshness.state, 'failed');
  assert.ok(freshness.problem, 'the freshness says why');
  assert.ok(freshness.collectedAt, 'and how old the last good picture is');
};

const held = async (run: SyncRun, inventory: InventoryAs) => {
  assert.ok(run.hold!.wouldDelete > 10);
  assert.match(run.hold!.message, new RegExp(`${run.hold!.wouldDelete}`));
  assert.equal(
    (await inventory.platform(platformId)).freshness.state,
    'failed',
  );
};

const nodeUnreachable = async (_: SyncRun, inventory: InventoryAs) => {
  const guests = await inventory.guests(platformId);
  const there = guests.filter(guest => guest.host?.name === node);
  assert.ok(there.length > 5);
  for (const guest of guests) {
    const expected = guest.host?.name === node ? 'unreachable' : 'visible';
    assert.equal(guest.visibility, expected, guest.name);
  }
  const changes = await inventory.history(
    `&filter=operation:in:unreachable&filter=kind:in:host`,
  );
  assert.equal(changes[0]?.name, node, 'one event for the node');
};

const cases: Record<FaultKind, Case[]> = {
  'cut-streams': [
    {
      what: 'watches dropped, of which Proxmox has none',
      fault: { cluster: platformId },
      ends: 'succeeded',
    },
  ],
  slow: [
    {
      what: 'late answers',
      fault: { cluster: platformId, milliseconds: 150 },
      ends: 'succeeded',
    },
  ],
  status: [
    {
      what: '500 for the list of everything',
      fault: { ...resources, status: 500, reason: 'got timeout' },
      ends: 'failed',
      shows: failed,
    },
    {
      what: 'one 503, then answers again',
      fault: { ...resources, status: 503, times: 1 },
      ends: 'succeeded',
    },
    {
      what: '595 for every configuration on one node',
      fault: {
        cluster: platformId,
        path: `/nodes/${node}/*/*/config`,
        status: 595,
        reason: 'No route to host',
      },
      ends: 'succeeded',
    },
    {
      what: '401 for everything',
      fault: { cluster: platformId, status: 401, reason: 'No ticket' },
      ends: 'failed',
      shows: failed,
    },
  ],
  cut: [
    {
      what: 'one cut connection',
      fault: { ...resources, times: 1 },
      ends: 'succeeded',
    },
    {
      what: 'every connection cut',
      fault: { cluster: platformId },
      ends: 'failed',
      shows: failed,
    },
  ],
  'half-body': [
    { what: 'half an answer', fault: resources, ends: 'failed', shows: failed },
  ],
  'wrong-json': [
    {
      what: 'an answer that is no JSON',
      fault: resources,
      ends: 'failed',
      shows: failed,
    },
  ],
  'half-list': [
    { what: 'half the guests', fault: resources, ends: 'held', shows: held },
  ],
  'empty-list': [
    {
      what: 'an empty list',
      fault: resources,
      ends: 'failed',
      shows: async () => undefined,
    },
  ],
  'node-silent': [
    {
      what: 'a silent node',
      fault: { cluster: platformId, node },
      ends: 'succeeded',
      shows: nodeUnreachable,
    },
  ],
  'node-down': [
    {
      what: 'a node that is down',
      fault: { cluster: platformId, node },
      ends: 'succeeded',
      shows: nodeUnreachable,
    },
  ],
  'emptied-acl': [
    {
      what: 'a token without rights',
      fault: { cluster: platformId },
      ends: 'succeeded',
      shows: async (run, inventory) => {
        assert.equal(run.counts.guest?.deleted, 0);
        const guests = await inventory.guests(platformId);
        assert.ok(guests.every(guest => guest.visibility === 'unreachable'));
        const { freshness } = await inventory.platform(platformId);
        assert.equal(freshness.state, 'failed');
        assert.match(freshness.problem ?? '', /VM\.Audit on \/vms is missing/);
      },
    },
  ],
  'expired-ticket': [
    {
      what: 'expired tickets, with a token',
      fault: { cluster: platformId },
      ends: 'succeeded',
    },
  ],
};

let stack: Stack;
let inventory: InventoryAs;
let whole: Guest[];

before(async () => {
  stack = await startStack();
  inventory = new InventoryAs(await stack.signIn('it'));
  await inventory.sync(platformId);
  whole = await inventory.guests(platformId);
});

after(() => stack?.close());

/** What must survive a fault: who is there, under which names. */
const identities = (guests: Guest[]) =>
  guests.map(({ id, externalId, name, vcpus, addresses }) => ({
    id,
    externalId,
    name,
    vcpus,
    addresses,
  }));

test('every kind of fault has its case', () => {
  assert.deepEqual(Object.keys(cases).sort(), [...FAULT_KINDS].sort());
});

for (const kind of FAULT_KINDS) {
  for (const { what, fault, ends, shows } of cases[kind]) {
    test(`${kind}: ${what}`, async () => {
      await inventory.quiet(platformId);
      await stack.control.addFault({ kind, ...fault });
      const run = await inventory.sync(platformId, [
        ends,
        ...(kind === 'empty-list' ? (['held'] as const) : []),
      ]);
      await shows?.(run, inventory);
      assert.deepEqual(
        identities(await inventory.guests(platformId)),
        identities(whole),
        'nothing is lost while it lasts',
      );

      await stack.control.clearFaults();
      await inventory.sync(platformId);
      const after = await inventory.guests(platformId);
      assert.deepEqual(identities(after), identities(whole), 'nothing after');
      assert.ok(
        after.every(guest => guest.visibility === 'visible'),
        'and every guest is seen again',
      );
      const { freshness } = await inventory.platform(platformId);
      assert.equal(freshness.state, 'fresh');
    });
  }
}

test('a held run deletes once somebody confirms it', async () => {
  const gone = whole.filter(guest => !guest.template).slice(0, 12);
  await stack.control.call(
    'POST',
    '/world/guests',
    gone.map(guest => ({
      action: 'destroy',
      cluster: platformId,
      vmid: Number(guest.externalId),
    })),
  );
  const run = await inventory.sync(platformId, ['held']);
  assert.equal(run.hold?.wouldDelete, gone.length);
  assert.equal((await inventory.guests(platformId)).length, whole.length);

  const confirmed = await inventory.confirm(run.id);
  assert.equal(confirmed.confirmedBy, 'user:default/it');
  assert.equal(confirmed.counts.guest?.deleted, gone.length);
  const deleted = await inventory.guests(platformId, true);
  assert.deepEqual(
    deleted.map(guest => guest.id).sort(),
    gone.map(guest => guest.id).sort(),
  );
  for (const guest of deleted) {
    assert.match(guest.deletedReason ?? '', /no longer listed/i);
  }
});
