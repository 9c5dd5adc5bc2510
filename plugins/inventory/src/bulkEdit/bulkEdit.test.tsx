import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ResponseError } from '@backstage/errors';
import type {
  BulkEditRequestInput,
  BulkPreview,
  Page,
  Guest,
} from '@flyloft/plugin-inventory-common';
import type { InventoryApi } from '../api/inventoryApi';
import { aGuest, aPage } from '../__testUtils__/builders';
import { aBulkEdit, aGuestManual } from '../__testUtils__/manualAnswers';
import { anInventory, renderPage } from '../__testUtils__/renderPage';
import { GuestsPage } from '../guests/GuestsPage';

const preview: BulkPreview = {
  id: '6f1c0e5e-0c7e-4f6e-9d6b-1d2b7f3a9c10',
  effects: {
    matched: 3,
    willChange: 2,
    alreadySo: 0,
    refused: [{ reason: 'it is not yours', count: 1 }],
  },
  samples: [
    {
      id: '6f1c0e5e-0c7e-4f6e-9d6b-1d2b7f3a9c11',
      name: 'web-07',
      fields: [{ field: 'tags', from: ['a'], to: ['a', 'prod'] }],
    },
  ],
};

const looked = jest.fn(async (_request: BulkEditRequestInput) => preview);
beforeEach(() => looked.mockClear());

function show(
  page: Page<Guest>,
  part: Partial<InventoryApi> = {},
  at = '/?filter=powerState:eq:running',
) {
  renderPage(<GuestsPage />, {
    at,
    inventory: anInventory({
      listGuests: async () => page,
      previewBulkEdit: looked,
      ...part,
    }),
  });
}

const two = aPage([aGuest(), aGuest({ id: 'g2', name: 'db-01' })], {
  total: 12_408,
});
const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));

async function choose(name: RegExp) {
  const row = await screen.findByRole('row', { name });
  await userEvent.click(within(row).getByRole('checkbox'));
}

async function tagThem() {
  await press('Tags');
  await userEvent.type(
    await screen.findByRole('textbox', { name: /Add tags/ }),
    'prod, prod ,x',
  );
  await press('Preview');
}

describe('an edit of many guests', () => {
  it('is looked at first, done once, and undone once', async () => {
    const applyBulkEdit = jest.fn(async () => aBulkEdit());
    const undoBulkEdit = jest.fn(async () => ({
      edit: aBulkEdit({ state: 'undone', restored: 1, kept: 1 }),
      keptGuests: [
        {
          id: preview.samples[0]!.id,
          name: 'db-01',
          editedBy: null,
          editedAt: null,
        },
      ],
    }));
    show(two, { applyBulkEdit, undoBulkEdit });
    await choose(/web-07/);
    expect(await screen.findByText('1 guest selected')).toBeVisible();
    await tagThem();
    expect(looked.mock.calls[0]![0]).toEqual({
      selection: { ids: ['g1'] },
      patch: { tags: { add: ['prod', 'x'], remove: [] } },
    });
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent(/2 guests will change/);
    expect(dialog).toHaveTextContent(/1 guest left out: it is not yours/);
    expect(applyBulkEdit).not.toHaveBeenCalled();
    await press('Change 2 guests');
    await press('Undo');
    expect(
      await screen.findByText(/1 guest have again|1 guests? .*had/),
    ).toHaveTextContent(/db-01 stay as they are/);
    expect(applyBulkEdit).toHaveBeenCalledTimes(1);
    expect(undoBulkEdit).toHaveBeenCalledTimes(1);
  });

  it('takes all that match by their query, not by their ids', async () => {
    show(two);
    const header = await screen.findByRole('checkbox', { name: 'Select all' });
    await userEvent.click(header);
    await press('Select all 12,408 that match');
    expect(
      await screen.findByText('All 12,408 that match are selected'),
    ).toBeVisible();
    await tagThem();
    await waitFor(() =>
      expect(looked.mock.calls[0]![0].selection).toEqual({
        query: { q: undefined, filter: ['powerState:eq:running'] },
      }),
    );
  });

  it('shows what would happen now when the guests moved, and does nothing by itself', async () => {
    const refusal = await ResponseError.fromResponse({
      ok: false,
      status: 409,
      statusText: '',
      headers: new Headers({ 'content-type': 'application/json' }),
      text: async () =>
        JSON.stringify({
          error: { name: 'ConflictError', message: 'moved' },
          response: { statusCode: 409 },
          difference: {
            previewed: preview.effects,
            now: {
              ...preview,
              effects: { ...preview.effects, willChange: 5 },
            },
          },
        }),
    } as Response);
    const applyBulkEdit = jest.fn(async () => {
      throw refusal;
    });
    show(two, { applyBulkEdit });
    await choose(/web-07/);
    await tagThem();
    await press('Change 2 guests');
    expect(
      await screen.findByText(/The guests changed since you looked/),
    ).toBeVisible();
    expect(
      screen.getByRole('button', { name: 'Change 5 guests' }),
    ).toBeVisible();
    expect(applyBulkEdit).toHaveBeenCalledTimes(1);
  });

  it('is refused with the reason to who may only look', async () => {
    show(two, {
      getGuestManual: async () =>
        aGuestManual({ allowed: { annotate: false, override: false } }),
    });
    await choose(/web-07/);
    await waitFor(() =>
      expect(
        screen.getByRole('button', { name: 'Assign owner' }),
      ).toHaveAttribute('aria-disabled', 'true'),
    );
    await press('Assign owner');
    expect(
      await screen.findByText(/takes the permission inventory.guest.override/),
    ).toBeVisible();
  });

  it('does not touch the past', async () => {
    show(two, {}, '/?at=2026-11-20T12:00:00.000Z');
    await choose(/web-07/);
    await press('Tags');
    expect(
      await screen.findByText('Only guests as they are now can be edited.'),
    ).toBeVisible();
  });

  it('forgets what was chosen when another question is asked', async () => {
    show(two);
    await choose(/web-07/);
    await press('Clear all');
    await waitFor(() =>
      expect(screen.queryByText(/selected/)).not.toBeInTheDocument(),
    );
  });

  it('assigns an owner from the row of who has none, without a preview of one guest', async () => {
    const effects = { matched: 1, willChange: 1, alreadySo: 0, refused: [] };
    show(aPage([aGuest({ ownerRef: null })]), {
      previewBulkEdit: async () => ({ ...preview, effects }),
    });
    await press('Assign an owner to web-07');
    const dialog = await screen.findByRole('dialog', {
      name: 'Assign owner: web-07',
    });
    expect(
      within(dialog).queryByRole('button', { name: 'Preview' }),
    ).toBeNull();
    await userEvent.click(
      await within(dialog).findByRole('button', { name: /external/ }),
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Assign' }),
    );
    expect(await screen.findByText(/changed\.$/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Undo' })).toBeVisible();
  });
});
