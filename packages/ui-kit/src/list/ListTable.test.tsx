import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import { ResponseError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { FactTable, ListQuery, Page } from '@flyloft/kit-common';
import type { ListColumn } from './listColumn';
import { ListTable } from './ListTable';
import { useList } from './useList';

interface Thing {
  id: string;
  name: string;
  size: number;
}

const facts = {
  name: { label: 'Name', kind: 'text', sortable: true },
  size: { label: 'Size', kind: 'number', sortable: true },
  owner: { label: 'Owner', kind: 'reference', sortable: true },
  kind: {
    label: 'Kind',
    kind: 'choice',
    sortable: true,
    choices: ['big', 'small'],
  },
} as const satisfies FactTable;

const columns: ListColumn<Thing>[] = [
  { id: 'name', cell: thing => thing.name },
  { id: 'size', width: 5, align: 'end', cell: thing => thing.size },
];

function aPage(part: Partial<Page<Thing>> = {}): Page<Thing> {
  return {
    items: [
      { id: 'a', name: 'alpha', size: 1 },
      { id: 'b', name: 'beta', size: 2 },
    ],
    nextCursor: null,
    total: 2,
    freshness: { state: 'fresh', collectedAt: null, platforms: [] },
    ...part,
  };
}

/** The error a list gets when the server answers so. */
async function anAnswer(status: number, message: string) {
  return ResponseError.fromResponse({
    ok: false,
    status,
    statusText: '',
    headers: new Headers({ 'content-type': 'application/json' }),
    text: async () => JSON.stringify({ error: { name: 'Error', message } }),
  } as Response);
}

function Address() {
  const { pathname, search } = useLocation();
  return <output aria-label="address">{`${pathname}${search}`}</output>;
}

const loadChoices = jest.fn(async (fact: string) =>
  fact === 'owner' ? [{ value: 'id-1', label: 'Team web', count: 3 }] : [],
);

function Things(props: { ask: (query: ListQuery) => Promise<Page<Thing>> }) {
  const list = useList({
    facts,
    ask: props.ask,
    defaultSort: { fact: 'name', descending: false },
  });
  return (
    <>
      <ListTable
        what="things"
        list={list}
        columns={columns}
        hrefOf={thing => `/things/${thing.id}`}
        searchPlaceholder="Name"
        quickFacts={['kind']}
        loadChoices={loadChoices}
        permission="things.read"
        empty="There are no things."
      />
      <Address />
    </>
  );
}

const address = () => screen.getByLabelText('address').textContent;

describe('ListTable', () => {
  it('shows a skeleton before the first answer and never the word of an empty list', async () => {
    renderInTestApp(<Things ask={() => new Promise(() => {})} />);
    const table = await screen.findByRole('grid', { name: 'things' });
    expect(table.closest('[aria-busy=true]')).not.toBeNull();
    expect(within(table).getAllByRole('row').length).toBeGreaterThan(5);
    expect(screen.queryByText('There are no things.')).not.toBeInTheDocument();
  });

  it('says range and total', async () => {
    renderInTestApp(<Things ask={async () => aPage({ total: 12_408 })} />);
    expect(await screen.findByText('1–2 of 12,408')).toBeInTheDocument();
  });

  it('shows what would fill it when there is nothing', async () => {
    renderInTestApp(
      <Things ask={async () => aPage({ items: [], total: 0 })} />,
    );
    expect(await screen.findByText('There are no things.')).toBeInTheDocument();
  });

  it('offers to clear the conditions when nothing matches them', async () => {
    renderInTestApp(
      <Things ask={async () => aPage({ items: [], total: 0 })} />,
      {
        initialRouteEntries: ['/?q=nowhere&filter=kind:eq:big'],
      },
    );
    const clear = await screen.findByRole('button', {
      name: 'Clear search and filters',
    });
    await userEvent.click(clear);
    expect(address()).toBe('/');
  });

  it('asks for what the address says', async () => {
    const ask = jest.fn(async (_query: ListQuery) => aPage());
    renderInTestApp(<Things ask={ask} />, {
      initialRouteEntries: ['/?q=web&filter=size:gte:2&sort=-size&limit=25'],
    });
    await screen.findByText('alpha');
    expect(ask.mock.calls[0]![0]).toEqual({
      q: 'web',
      filter: ['size:gte:2'],
      sort: '-size',
      limit: 25,
    });
  });

  it('puts search, sort and filter into the address and starts at the first page', async () => {
    const user = userEvent.setup();
    renderInTestApp(<Things ask={async () => aPage()} />, {
      initialRouteEntries: ['/?cursor=xyz&page=3'],
    });
    await screen.findByText('alpha');
    await user.keyboard('/');
    expect(screen.getByRole('searchbox')).toHaveFocus();
    await user.keyboard('web');
    await waitFor(() => expect(address()).toBe('/?q=web'));
    await user.keyboard('{Escape}');
    await waitFor(() => expect(address()).toBe('/'));
    await user.click(screen.getByRole('columnheader', { name: 'Size' }));
    expect(address()).toBe('/?sort=size');
    await user.click(screen.getByRole('button', { name: 'Kind' }));
    await user.click(await screen.findByRole('checkbox', { name: /small/ }));
    await user.click(screen.getByRole('button', { name: 'Done' }));
    expect(address()).toBe('/?filter=kind%3Aeq%3Asmall&sort=size');
    expect(
      screen.getByRole('button', { name: 'Kind: small' }),
    ).toBeInTheDocument();
  });

  it('asks for the values of a fact only when somebody looks at it', async () => {
    const user = userEvent.setup();
    loadChoices.mockClear();
    renderInTestApp(<Things ask={async () => aPage()} />);
    await screen.findByText('alpha');
    expect(loadChoices).not.toHaveBeenCalled();
    await user.click(screen.getByRole('button', { name: 'Filter' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Owner' }));
    expect(
      await screen.findByRole('checkbox', { name: 'Team web' }),
    ).toBeVisible();
    expect(loadChoices).toHaveBeenCalledTimes(1);
  });

  it('says a condition on an id by the name behind it', async () => {
    renderInTestApp(<Things ask={async () => aPage()} />, {
      initialRouteEntries: ['/?filter=owner:eq:id-1'],
    });
    expect(
      await screen.findByRole('button', { name: 'Owner: Team web' }),
    ).toBeInTheDocument();
  });

  it('goes on and back by cursors, and Back of the browser agrees', async () => {
    const user = userEvent.setup();
    const ask = async (query: ListQuery) =>
      aPage({
        items: [
          {
            id: query.cursor ?? 'first',
            name: query.cursor ?? 'first',
            size: 1,
          },
        ],
        nextCursor: query.cursor ? null : 'second',
        total: 60,
      });
    renderInTestApp(<Things ask={ask} />);
    await screen.findByText('first');
    await user.click(screen.getByRole('button', { name: 'Next page' }));
    expect(await screen.findByText('second')).toBeInTheDocument();
    expect(address()).toBe('/?cursor=second&page=2');
    expect(await screen.findByText('51–51 of 60')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Previous page' }));
    expect(await screen.findByText('first')).toBeInTheDocument();
    expect(address()).toBe('/');
  });

  it('opens a row by the keyboard alone', async () => {
    const user = userEvent.setup();
    renderInTestApp(<Things ask={async () => aPage()} />);
    await screen.findByText('alpha');
    await user.keyboard('/');
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    await waitFor(() => expect(address()).toBe('/things/b'));
  });

  it('refuses politely and names what would be needed', async () => {
    const refusal = Object.assign(new Error('no'), {});
    renderInTestApp(<Things ask={() => Promise.reject(refusal)} />);
    const alert = await screen.findByRole('alert');
    expect(within(alert).getByText('no')).toBeInTheDocument();
    expect(
      within(alert).getByRole('button', { name: 'Try again' }),
    ).toBeInTheDocument();
  });

  it('says which part of an address it left out, and takes it out', async () => {
    renderInTestApp(<Things ask={async () => aPage()} />, {
      initialRouteEntries: ['/?filter=colour:eq:red&sort=size'],
    });
    const words = await screen.findByText(/left out: the filter 'colour:eq:/);
    expect(words).toHaveTextContent(/no fact 'colour'\.$/);
    await userEvent.click(
      screen.getByRole('button', { name: 'Remove it from the address' }),
    );
    expect(address()).toBe('/?sort=size');
    expect(screen.queryByText(/was not understood/)).not.toBeInTheDocument();
  });

  it('says that it searches for less than was given', async () => {
    const ask = jest.fn(async (_query: ListQuery) => aPage());
    renderInTestApp(<Things ask={ask} />, {
      initialRouteEntries: [`/?q=${'x'.repeat(300)}`],
    });
    expect(
      await screen.findByText(/takes at most 200 characters/),
    ).toBeVisible();
    expect(ask.mock.calls[0]![0].q).toHaveLength(200);
  });

  it('leads from a page that is none to the first, where a retry can not help', async () => {
    const refusal = await anAnswer(400, 'The cursor is not one of this list');
    const ask = async ({ cursor }: ListQuery) => {
      if (cursor) throw refusal;
      return aPage();
    };
    renderInTestApp(<Things ask={ask} />, {
      initialRouteEntries: ['/?sort=size&cursor=foreign&page=4'],
    });
    const alert = await screen.findByRole('alert');
    expect(
      within(alert)
        .getAllByRole('button')
        .map(button => button.textContent),
    ).toEqual(['Go to the first page']);
    await userEvent.click(within(alert).getByRole('button'));
    expect(await screen.findByText('alpha')).toBeInTheDocument();
    expect(address()).toBe('/?sort=size');
  });

  it('offers to drop the conditions that the server did not understand', async () => {
    const refusal = await anAnswer(400, 'A size is a number');
    const ask = async ({ filter }: ListQuery) => {
      if (filter) throw refusal;
      return aPage();
    };
    renderInTestApp(<Things ask={ask} />, {
      initialRouteEntries: ['/?filter=size:gte:big'],
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Clear search and filters' }),
    );
    expect(await screen.findByText('alpha')).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Try again' }),
    ).not.toBeInTheDocument();
  });

  describe('at another moment', () => {
    const past = '/?at=2020-01-01T00:00:00.000Z';
    const nothing = async () => aPage({ items: [], total: 0 });

    it('says that the past is shown, with the way back', async () => {
      renderInTestApp(<Things ask={async () => aPage()} />, {
        initialRouteEntries: [past],
      });
      await screen.findByText('alpha');
      expect(screen.getByText(/You see the things as of/)).toBeVisible();
      await userEvent.click(
        screen.getByRole('button', { name: 'Back to now' }),
      );
      expect(address()).toBe('/');
    });

    it('does not blame conditions that nobody set', async () => {
      renderInTestApp(<Things ask={nothing} />, {
        initialRouteEntries: [past],
      });
      expect(
        await screen.findByRole('heading', { name: /No things as of/ }),
      ).toBeVisible();
      expect(screen.queryByText(/match/)).not.toBeInTheDocument();
      expect(screen.getByRole('button', { name: 'Back to now' })).toBeVisible();
    });

    it('that has not come says so, and leads back to now', async () => {
      const refusal = await anAnswer(400, "'at' is in the future");
      const ask = async ({ at }: ListQuery) => {
        if (at) throw refusal;
        return aPage();
      };
      renderInTestApp(<Things ask={ask} />, {
        initialRouteEntries: ['/?at=2999-01-01T00:00:00.000Z'],
      });
      expect(
        await screen.findByRole('heading', { name: /2999.* has not come yet/ }),
      ).toBeVisible();
      expect(screen.queryByText(/not the present/)).not.toBeInTheDocument();
      await userEvent.click(
        screen.getByRole('button', { name: 'Back to now' }),
      );
      expect(await screen.findByText('alpha')).toBeInTheDocument();
    });
  });
});
