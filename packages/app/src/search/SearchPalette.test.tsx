import { renderInTestApp } from '@backstage/frontend-test-utils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type {
  CallOptions,
  InventoryClient,
  SearchHit,
} from '@flyloft/plugin-inventory-common';
import { inventoryApiRef } from '@flyloft/plugin-inventory';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import { PaletteProvider } from './PaletteProvider';

function aHit(id: string, over: Partial<SearchHit> = {}): SearchHit {
  return {
    kind: 'guest',
    id,
    title: id,
    context: 'pve-west · pve3 · running',
    matched: { fact: 'name', value: id },
    ...over,
  };
}

interface Asked {
  q: string;
  signal: AbortSignal | undefined;
  answer(hits: SearchHit[]): void;
  fail(error: Error): void;
}

/** An inventory that answers when the test says so. */
function anInventory() {
  const asked: Asked[] = [];
  const search = ({ q }: { q: string }, options?: CallOptions) =>
    new Promise<{ hits: SearchHit[] }>((resolve, reject) => {
      asked.push({
        q,
        signal: options?.signal,
        answer: hits => resolve({ hits }),
        fail: reject,
      });
    });
  return { asked, api: { search } as Partial<InventoryClient> };
}

function Where() {
  const { pathname, search } = useLocation();
  return <output>{pathname + search}</output>;
}

async function openPalette() {
  const inventory = anInventory();
  const result = AuthorizeResult.ALLOW;
  renderInTestApp(
    <PaletteProvider>
      <button>before</button>
      <Where />
    </PaletteProvider>,
    {
      apis: [
        [inventoryApiRef, inventory.api as InventoryClient],
        [permissionApiRef, { authorize: async () => ({ result }) }],
      ],
    },
  );
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: 'before' }));
  await user.keyboard('{Control>}k{/Control}');
  const field = await screen.findByRole('combobox');
  const nextAsked = async (q: string) => {
    await waitFor(() => expect(inventory.asked.at(-1)?.q).toBe(q));
    return inventory.asked.at(-1)!;
  };
  return { user, field, asked: inventory.asked, nextAsked };
}

const chosen = () =>
  screen
    .getAllByRole('option')
    .filter(option => option.getAttribute('aria-selected') === 'true')
    .map(option => within(option).getAllByText(/./)[0]?.textContent);

describe('the search palette', () => {
  it('opens by key with the focus in its field, and offers the pages', async () => {
    const { field } = await openPalette();
    expect(field).toHaveFocus();
    expect(
      await screen.findByRole('option', { name: 'Hosts' }),
    ).toBeInTheDocument();
    expect(chosen()).toEqual(['Home']);
  });

  it('asks once for a word typed in one go, and shows hits by kind', async () => {
    const { user, asked, nextAsked } = await openPalette();
    await user.keyboard('web');
    const question = await nextAsked('web');
    question.answer([aHit('web-07'), aHit('web-host', { kind: 'host' })]);
    const guests = await screen.findByRole('group', { name: 'Guests' });
    expect(within(guests).getByRole('option')).toHaveAttribute(
      'href',
      '/inventory/guests/web-07',
    );
    expect(screen.getByRole('group', { name: 'Hosts' })).toBeInTheDocument();
    expect(asked).toHaveLength(1);
  });

  it('gives up a question that is overtaken, and keeps the last hits dimmed', async () => {
    const { user, nextAsked } = await openPalette();
    await user.keyboard('w');
    (await nextAsked('w')).answer([aHit('web-07')]);
    await screen.findByRole('group', { name: 'Guests' });

    await user.keyboard('e');
    const overtaken = await nextAsked('we');
    await user.keyboard('b');
    const last = await nextAsked('web');
    expect(overtaken.signal?.aborted).toBe(true);
    expect(screen.getByRole('group', { name: 'Guests' })).toHaveAttribute(
      'data-outdated',
    );

    last.answer([aHit('web-09')]);
    await screen.findByRole('option', { name: /web-09/ });
    expect(screen.getByRole('group', { name: 'Guests' })).not.toHaveAttribute(
      'data-outdated',
    );
  });

  it('goes by arrows, around at the ends, and opens by Enter', async () => {
    const { user, nextAsked } = await openPalette();
    await user.keyboard('xy');
    (await nextAsked('xy')).answer([aHit('xy-1'), aHit('xy-2')]);
    await screen.findByRole('option', { name: /xy-1/ });
    expect(chosen()).toEqual(['xy-1']);
    await user.keyboard('{ArrowUp}');
    expect(chosen()).toEqual(['All guests with “xy”']);
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(chosen()).toEqual(['xy-2']);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(screen.getByRole('status')).toHaveTextContent(
      '/inventory/guests/xy-2',
    );
  });

  it('never opens a hit of an earlier word: Enter waits for the answer', async () => {
    const { user, nextAsked } = await openPalette();
    await user.keyboard('xa');
    (await nextAsked('xa')).answer([aHit('xa-wrong')]);
    await screen.findByRole('option', { name: /xa-wrong/ });
    await user.keyboard('b{Enter}');
    const question = await nextAsked('xab');
    expect(screen.getByRole('dialog')).toBeInTheDocument();
    question.answer([aHit('xab-right')]);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(screen.getByRole('status')).toHaveTextContent(
      '/inventory/guests/xab-right',
    );
  });

  it('says that nothing was found, and in what it looked', async () => {
    const { user, nextAsked } = await openPalette();
    await user.keyboard('zzz');
    (await nextAsked('zzz')).answer([]);
    expect(
      await screen.findByText(/Nothing that you may see has “zzz”/),
    ).toBeInTheDocument();
  });

  it('says why it failed, and asks again when told to', async () => {
    const { user, asked, nextAsked } = await openPalette();
    await user.keyboard('web');
    (await nextAsked('web')).fail(new Error('No answer in 10 seconds'));
    expect(
      await screen.findByText('No answer in 10 seconds'),
    ).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(asked).toHaveLength(2));
    asked[1]!.answer([aHit('web-07')]);
    expect(
      await screen.findByRole('option', { name: /web-07/ }),
    ).toBeInTheDocument();
  });

  it('closes by Escape and gives the focus back', async () => {
    const { user } = await openPalette();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'before' })).toHaveFocus(),
    );
  });
});
