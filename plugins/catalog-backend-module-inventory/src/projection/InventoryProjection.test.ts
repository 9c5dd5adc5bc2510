import { mockServices } from '@backstage/backend-test-utils';
import { ResponseError } from '@backstage/errors';
import type { InventoryClient } from '@flyloft/plugin-inventory-common';
import { InventoryProjection } from './InventoryProjection';
import type { ProjectionStore } from './ProjectionStore';

const refusal = (status: number) =>
  ResponseError.fromResponse({
    ok: false,
    status,
    statusText: '',
    headers: new Headers({ 'content-type': 'application/json' }),
    text: async () =>
      JSON.stringify({
        error: { name: 'Error', message: 'purged' },
        response: { statusCode: status },
      }),
  } as Response);

/** A projection that read up to a number, of an inventory that begins after 7. */
function projection(cursor: string, status = 409) {
  let at = cursor;
  const nothing = async () => ({
    items: [],
    nextCursor: null,
    freshness: { platforms: [{ state: 'fresh' }] },
  });
  const inventory = {
    readChanges: jest.fn(async ({ after }: { after: string }) => {
      if (Number(after) < 7) throw await refusal(status);
      return [];
    }),
    getHistoryBeginning: async () => ({
      at: '2026-03-02T10:00:00.000Z',
      afterSequence: '7',
    }),
    listClusters: nothing,
    listHosts: nothing,
    listNetworks: nothing,
    listGuests: jest.fn(nothing),
    listPlatforms: async () => ({ items: [] }),
  };
  const store = {
    cursor: async () => at,
    now: async () => new Date(),
    record: async ({ sequence }: { sequence?: string }) => {
      at = sequence ?? at;
    },
    unseenFigures: async () => ({ things: 0, unseen: 0 }),
    unseenSince: async () => [],
  };
  const projected = new InventoryProjection(
    inventory as unknown as InventoryClient,
    store as unknown as ProjectionStore,
    mockServices.auth(),
    mockServices.logger.mock(),
    {
      portalUrl: 'https://portal',
      defaultOwner: 'group:default/it',
      partsUpToGuests: 0,
      partsByPlatform: new Map(),
    },
  );
  return { projected, inventory, cursor: () => at };
}

const signal = new AbortController().signal;

it('reads everything where changes were purged unread, then follows on', async () => {
  const { projected, inventory, cursor } = projection('3');
  await projected.follow(signal);
  expect(inventory.listGuests).toHaveBeenCalled();
  expect(cursor()).toBe('7');
  expect(inventory.readChanges.mock.calls.map(([{ after }]) => after)).toEqual([
    '3',
    '7',
  ]);
});

it('only follows where nothing was purged unread', async () => {
  const { projected, inventory, cursor } = projection('9');
  await projected.follow(signal);
  expect(inventory.listGuests).not.toHaveBeenCalled();
  expect(cursor()).toBe('9');
});

it('takes no other refusal for a purge', async () => {
  const { projected, inventory, cursor } = projection('3', 503);
  await expect(projected.follow(signal)).rejects.toThrow();
  expect(inventory.listGuests).not.toHaveBeenCalled();
  expect(cursor()).toBe('3');
});
