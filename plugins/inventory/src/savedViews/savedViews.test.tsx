import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  ListQuery,
  SavedView,
  ViewChange,
  ViewCreation,
} from '@flyloft/plugin-inventory-common';
import { aGuest, aPage, aSavedView } from '../__testUtils__/builders';
import { anAnswer, anInventory, renderPage } from '../__testUtils__/renderPage';
import { GuestsPage } from '../guests/GuestsPage';
import { showsTheSame, viewSearch } from './viewState';

const view = aSavedView();
const listGuests = jest.fn(async (_query?: ListQuery) => aPage([aGuest()]));

function show(at: string, views: SavedView[], part: object = {}) {
  renderPage(<GuestsPage />, {
    at,
    inventory: anInventory({ listGuests }),
    savedViews: {
      list: async () => ({
        items: views,
        usualColumns: null,
        groups: ['group:default/team-web'],
      }),
      ...part,
    },
  });
}

const address = () => screen.getByLabelText('address').textContent;
const button = (name: string | RegExp) => screen.findByRole('button', { name });

describe('a saved view', () => {
  it('is a link: the list shows what the view says', async () => {
    show(`/?view=${view.id}`, [view]);
    await waitFor(() =>
      expect(address()).toBe(`/${viewSearch(view.state, view.id)}`),
    );
    expect(await button('View: Large ones')).toBeVisible();
    await waitFor(() =>
      expect(listGuests.mock.lastCall![0]).toMatchObject({
        filter: ['memoryBytes:gte:68719476736'],
        sort: '-memoryBytes',
      }),
    );
  });

  it('does not come back over conditions that were cleared', async () => {
    show(`/?view=${view.id}`, [view]);
    await userEvent.click(await button('Clear all'));
    expect(await button('View: Large ones (changed)')).toBeVisible();
    expect(address()).toBe(`/?view=${view.id}&sort=-memoryBytes`);
  });

  it('is chosen from the menu, which names whose it is', async () => {
    show('/', [
      view,
      aSavedView({
        id: 'other',
        name: 'Orphans',
        own: false,
        ownerRef: 'user:default/anna',
        state: { filter: ['ownerRef:empty'] },
      }),
    ]);
    await userEvent.click(await button('View: All'));
    const shared = await screen.findByRole('group', {
      name: 'Shared with you',
    });
    await userEvent.click(
      within(shared).getByRole('menuitemradio', { name: /Orphans/ }),
    );
    await waitFor(() =>
      expect(address()).toBe('/?view=other&filter=ownerRef%3Aempty'),
    );
  });

  it('that everybody has lists the guests without owner, with their count', async () => {
    show('/', []);
    await userEvent.click(await button('View: All'));
    await userEvent.click(
      await screen.findByRole('menuitemradio', { name: /^Without owner/ }),
    );
    await waitFor(() => expect(address()).toBe('/?filter=ownerRef%3Aempty'));
    await userEvent.click(await button('View: Without owner'));
    const chosen = await screen.findByRole('menuitemradio', {
      name: /^Without owner/,
    });
    expect(chosen).toBeChecked();
    expect(chosen).toHaveTextContent('Without owner · 4');
  });

  it('that was deleted says so, and offers what it showed', async () => {
    show('/?view=gone', [], {
      find: async () =>
        aSavedView({ id: 'gone', deletedAt: '2026-11-20T12:00:00.000Z' }),
    });
    expect(
      await screen.findByText(/The view 'Large ones' was deleted/),
    ).toBeVisible();
    await userEvent.click(await button('Show what it showed'));
    await waitFor(() => expect(address()).toBe(`/${viewSearch(view.state)}`));
  });

  it('that is not shared says that it narrows nothing', async () => {
    const refusal = await anAnswer(404, 'There is no saved view');
    show('/?view=secret', [], {
      find: async () => {
        throw refusal;
      },
    });
    expect(await screen.findByText(/narrows nothing here/)).toBeVisible();
    await userEvent.click(await button('Understood'));
    await waitFor(() => expect(address()).toBe('/'));
  });

  it('that was renamed is found by its old name', async () => {
    show(`/?view=${view.id}`, [
      aSavedView({
        formerName: 'Giants',
        renamedAt: new Date(Date.now() - 3_600_000).toISOString(),
      }),
    ]);
    expect(
      await screen.findByText(/'Large ones' was named 'Giants' until/),
    ).toBeVisible();
  });
});

describe('saving a view', () => {
  it('keeps what is shown, for whom it is meant', async () => {
    const create = jest.fn(async (created: ViewCreation) =>
      aSavedView({ ...created, id: 'new' } as Partial<SavedView>),
    );
    show('/?filter=powerState:eq:running&columns=name,tags&q=web', [], {
      create,
    });
    await userEvent.click(await button('Save view'));
    await userEvent.type(await screen.findByLabelText(/Name/), ' Web ');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(create).toHaveBeenCalledTimes(1));
    expect(create.mock.calls[0]![0]).toEqual({
      list: 'guests',
      name: 'Web',
      state: {
        q: 'web',
        filter: ['powerState:eq:running'],
        columns: ['name', 'tags'],
      },
      sharing: 'private',
    });
    await waitFor(() => expect(address()).toMatch(/^\/\?view=new&/));
  });

  it('changes the one shown over the version that was seen, and says why not', async () => {
    const change = jest.fn(async (_id: string, _view: ViewChange) => {
      throw await anAnswer(409, 'The view was changed since you saw it');
    });
    show(`/${viewSearch({ q: 'db' }, view.id)}`, [aSavedView({ version: 7 })], {
      change,
    });
    await button('View: Large ones (changed)');
    await userEvent.click(await button('Save view'));
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/changed since you saw it/)).toBeVisible();
    expect(change.mock.calls[0]).toEqual([
      view.id,
      expect.objectContaining({ state: { q: 'db' }, version: 7 }),
    ]);
  });
});

it('begins with the columns of the reader’s role, and keeps the name', async () => {
  show('/', [], {
    list: async () => ({
      items: [],
      usualColumns: ['osFamily', 'no-such-fact'],
      groups: [],
    }),
  });
  await waitFor(async () =>
    expect(
      (await screen.findAllByRole('columnheader'))
        .map(head => head.textContent)
        // The first one chooses rows.
        .slice(1),
    ).toEqual(['Name', 'OS family']),
  );
});

it('shows the same whatever the order of its conditions', () => {
  const one = { filter: ['a:eq:1', 'b:eq:2'], q: 'x' };
  expect(showsTheSame(one, { q: 'x', filter: ['b:eq:2', 'a:eq:1'] })).toBe(
    true,
  );
  expect(showsTheSame(one, { ...one, sort: 'name' })).toBe(false);
});
