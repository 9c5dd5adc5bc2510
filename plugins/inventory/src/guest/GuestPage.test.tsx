import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aChange, aGuestDetail, aPage } from '../__testUtils__/builders';
import { anAnswer, anInventory, renderPage } from '../__testUtils__/renderPage';
import { GuestPage } from './GuestPage';

const where = { path: '/:id', at: '/g1' };

describe('GuestPage', () => {
  it('shows facts, interfaces, disks and the history in words', async () => {
    renderPage(<GuestPage />, where);
    expect(
      await screen.findByRole('heading', { level: 1, name: 'web-07' }),
    ).toBeVisible();
    expect(screen.getByText('10.2.0.17/24')).toBeInTheDocument();
    expect(screen.getByText('ceph:vm-117-disk-0')).toBeInTheDocument();
    const timeline = await screen.findByRole('list', { name: 'Changes' });
    expect(timeline).toHaveTextContent('Memory4 GiB → 8 GiB');
    expect(screen.getByRole('link', { name: 'Open on West' })).toHaveAttribute(
      'href',
      'https://pve1.example.org:8006/',
    );
  });

  it('marks an address that another guest shows too, and leads to both', async () => {
    const guest = aGuestDetail();
    guest.nics[0]!.addresses[0]!.duplicate = true;
    renderPage(<GuestPage />, {
      ...where,
      inventory: anInventory({ getGuest: async () => guest }),
    });
    const link = await screen.findByRole('link', {
      name: /also on another guest/,
    });
    expect(link).toHaveAttribute(
      'href',
      '/inventory/addresses?filter=address%3Aeq%3A10.2.0.17',
    );
  });

  it.each([
    [
      { visibility: 'deleted', deletedReason: 'not in the last sync' },
      /It is deleted since/,
    ],
    [{ visibility: 'unreachable' }, /whether it still runs is not known/],
    [{ identityDoubt: 'other MACs' }, /Possibly another machine than before/],
  ] as const)(
    'says first what makes its facts doubtful: %o',
    async (part, words) => {
      renderPage(<GuestPage />, {
        ...where,
        inventory: anInventory({ getGuest: async () => aGuestDetail(part) }),
      });
      expect(await screen.findByText(words)).toBeVisible();
    },
  );

  it('goes back through its history by the slider, and says that the past is shown', async () => {
    const getGuest = jest.fn(
      async (_id: string, { at }: { at?: string } = {}) =>
        aGuestDetail({ at: at ?? null, name: at ? 'web-old' : 'web-07' }),
    );
    renderPage(<GuestPage />, {
      ...where,
      inventory: anInventory({
        getGuest,
        listGuestHistory: async () =>
          aPage([
            aChange({ sequence: '2', at: '2026-11-20T12:00:00.000Z' }),
            aChange({ sequence: '1', at: '2026-11-19T12:00:00.000Z' }),
          ]),
      }),
    });
    const slider = await screen.findByRole('slider', { name: 'As of' });
    fireEvent.change(slider, { target: { value: '0' } });
    expect(
      await screen.findByRole('heading', { name: 'web-old' }),
    ).toBeVisible();
    expect(screen.getByText(/You see this guest as of/)).toBeVisible();
    expect(screen.getByLabelText('address')).toHaveTextContent(
      '/g1?at=2026-11-19T12%3A00%3A00.000Z',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Back to now' }));
    expect(
      await screen.findByRole('heading', { name: 'web-07' }),
    ).toBeVisible();
  });

  it('says that a moment has not come, and leads back to now', async () => {
    const refusal = await anAnswer(400, "'at' is in the future");
    renderPage(<GuestPage />, {
      ...where,
      at: '/g1?at=2999-01-01T00:00:00.000Z',
      inventory: anInventory({
        getGuest: async (_id: string, { at }: { at?: string } = {}) => {
          if (at) throw refusal;
          return aGuestDetail();
        },
      }),
    });
    expect(
      await screen.findByRole('heading', { name: /2999.* has not come yet/ }),
    ).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Try again' }),
    ).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Back to now' }));
    expect(
      await screen.findByRole('heading', { name: 'web-07' }),
    ).toBeVisible();
  });

  it('tells no limit, nothing there and not known apart', async () => {
    const container = {
      type: 'container',
      vcpus: null,
      sockets: null,
      nicCount: 0,
      diskCount: 0,
    } as const;
    const render = (agentState: 'none' | 'unknown') =>
      renderPage(<GuestPage />, {
        ...where,
        inventory: anInventory({
          getGuest: async () =>
            aGuestDetail({ ...container, agentState, nics: [], disks: [] }),
        }),
      });
    const { unmount } = render('none');
    expect(
      await screen.findByText("not limited: all of the host's"),
    ).toBeVisible();
    expect(screen.getByText('It has no disk.')).toBeVisible();
    unmount();

    render('unknown');
    expect(
      await screen.findAllByText(/configuration could not be read yet/),
    ).toHaveLength(2);
    expect(screen.queryByText(/not limited/)).not.toBeInTheDocument();
    expect(screen.queryByText(/It has no/)).not.toBeInTheDocument();
  });

  it('leads nobody to what they may not see', async () => {
    renderPage(<GuestPage />, {
      ...where,
      denied: ['inventory.infrastructure.read'],
    });
    await screen.findByRole('heading', { name: 'web-07' });
    const refused = /^\/inventory\/(hosts|clusters|networks|storages|sync)/;
    await waitFor(() =>
      expect(
        screen
          .getAllByRole('link')
          .map(link => link.getAttribute('href') ?? '')
          .filter(href => refused.test(href)),
      ).toEqual([]),
    );
  });

  it('shows the raw answer to who may read it', async () => {
    renderPage(<GuestPage />, { ...where, at: '/g1?tab=raw' });
    expect(await screen.findByText(/"cores": 4/)).toBeInTheDocument();
  });

  it('asks for no raw answer without the permission, and says which one it takes', async () => {
    const getGuestRaw = jest.fn();
    renderPage(<GuestPage />, {
      ...where,
      at: '/g1?tab=raw',
      denied: ['inventory.raw.read'],
      inventory: anInventory({ getGuestRaw }),
    });
    expect(await screen.findByText(/inventory\.raw\.read/)).toBeVisible();
    await waitFor(() => expect(getGuestRaw).not.toHaveBeenCalled());
  });
});
