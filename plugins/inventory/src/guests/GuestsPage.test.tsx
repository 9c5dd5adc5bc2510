import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ListQuery } from '@flyloft/plugin-inventory-common';
import { aChange, aGuest, aHost, aPage } from '../__testUtils__/builders';
import { anAnswer, anInventory, renderPage } from '../__testUtils__/renderPage';
import { GuestsPage } from './GuestsPage';

const hostId = '3d2f8c1e-1111-4222-8333-444455556666';

describe('GuestsPage', () => {
  it('asks for the past and says so, with the way back', async () => {
    const listGuests = jest.fn(async (_query?: ListQuery) => aPage([aGuest()]));
    renderPage(<GuestsPage />, {
      at: '/?at=2026-11-20T12:00:00.000Z',
      inventory: anInventory({ listGuests }),
    });
    expect(await screen.findByText(/You see the guests as of/)).toBeVisible();
    expect(listGuests.mock.calls[0]![0]).toMatchObject({
      at: '2026-11-20T12:00:00.000Z',
    });
    await userEvent.click(screen.getByRole('button', { name: 'Back to now' }));
    await waitFor(() =>
      expect(screen.getByLabelText('address')).toHaveTextContent(/^\/$/),
    );
  });

  it('links a host only for who may see it', async () => {
    const inventory = anInventory({
      listGuests: async () =>
        aPage([aGuest({ host: { id: hostId, name: 'pve3' } })]),
    });
    const { unmount } = renderPage(<GuestsPage />, { inventory });
    expect(await screen.findByRole('link', { name: 'pve3' })).toBeVisible();
    unmount();

    renderPage(<GuestsPage />, {
      inventory,
      denied: ['inventory.infrastructure.read'],
    });
    await screen.findByRole('link', { name: 'web-07' });
    await waitFor(() =>
      expect(
        screen.queryByRole('link', { name: 'pve3' }),
      ).not.toBeInTheDocument(),
    );
    expect(screen.getByText(/pve3/)).toBeVisible();
  });

  describe('with nothing at a past moment', () => {
    const nothingSince = (begins: string) => ({
      listGuests: async () => aPage([]),
      listHistory: jest.fn(async (_query?: ListQuery) =>
        aPage([aChange({ at: begins, operation: 'created' })]),
      ),
    });

    it('says that the history begins later, and blames no filter', async () => {
      const answers = nothingSince('2026-11-21T12:00:00.000Z');
      renderPage(<GuestsPage />, {
        at: '/?at=2026-11-20T12:00:00.000Z&filter=powerState:eq:running',
        inventory: anInventory(answers),
      });
      expect(
        await screen.findByRole('heading', {
          name: /^Nothing was recorded as of 20 Nov 2026/,
        }),
      ).toBeVisible();
      expect(
        screen.getByText(/begins with the first sync, on 21 Nov 2026/),
      ).toBeVisible();
      expect(screen.queryByText(/match/)).not.toBeInTheDocument();
      expect(screen.getByRole('button', { name: 'Back to now' })).toBeVisible();
      expect(answers.listHistory.mock.calls[0]![0]).toEqual({
        sort: 'at',
        limit: 1,
      });
    });

    it('blames the filters where there was something to filter', async () => {
      renderPage(<GuestsPage />, {
        at: '/?at=2026-11-20T12:00:00.000Z&filter=powerState:eq:running',
        inventory: anInventory(nothingSince('2026-11-01T12:00:00.000Z')),
      });
      expect(
        await screen.findByRole('heading', { name: 'No guests match' }),
      ).toBeVisible();
    });
  });

  it('says of a container that nothing limits its CPUs', async () => {
    renderPage(<GuestsPage />, {
      inventory: anInventory({
        listGuests: async () =>
          aPage([aGuest({ type: 'container', vcpus: null })]),
      }),
    });
    expect(await screen.findByText('no limit')).toBeVisible();
  });

  it('counts the values of a fact without the conditions on that fact', async () => {
    const listGuestFacets = jest.fn(
      async (_fact: string, _query?: ListQuery) => ({
        items: [{ value: 'group:default/team-web', label: 'x', count: 3 }],
      }),
    );
    renderPage(<GuestsPage />, {
      at: '/?filter=ownerRef:eq:group:default/team-web&filter=vcpus:gte:2',
      inventory: anInventory({ listGuestFacets }),
    });
    expect(
      await screen.findByRole('button', { name: 'Owner: team-web' }),
    ).toBeInTheDocument();
    expect(listGuestFacets).toHaveBeenCalledWith(
      'ownerRef',
      expect.objectContaining({ filter: ['vcpus:gte:2'] }),
      expect.anything(),
    );
  });

  it('names the host that a link narrows it to', async () => {
    renderPage(<GuestsPage />, {
      at: `/?filter=host:eq:${hostId}`,
      inventory: anInventory({ getHost: async () => aHost({ id: hostId }) }),
    });
    expect(
      await screen.findByRole('button', { name: 'Host: pve3' }),
    ).toBeInTheDocument();
  });

  it('still shows the guests to who may not see the host', async () => {
    const refusal = await anAnswer(403, 'no');
    renderPage(<GuestsPage />, {
      at: `/?filter=host:eq:${hostId}`,
      inventory: anInventory({ getHost: () => Promise.reject(refusal) }),
    });
    expect(
      await screen.findByRole('button', { name: `Host: ${hostId}` }),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('link', { name: 'web-07' }),
    ).toBeInTheDocument();
  });

  it('marks who shares an address and whose identity is in doubt', async () => {
    renderPage(<GuestsPage />, {
      inventory: anInventory({
        listGuests: async () =>
          aPage([
            aGuest({ duplicateAddress: true, identityDoubt: 'other MACs' }),
          ]),
      }),
    });
    expect(await screen.findByRole('link', { name: /dup/ })).toHaveAttribute(
      'href',
      '/inventory/addresses?filter=address%3Aeq%3A10.2.0.17',
    );
    expect(
      screen.getByRole('img', { name: /Possibly another machine/ }),
    ).toBeVisible();
  });

  it('lists the deleted only when asked to', async () => {
    const user = userEvent.setup();
    const listGuests = jest.fn(async (_query?: ListQuery) => aPage([aGuest()]));
    renderPage(<GuestsPage />, { inventory: anInventory({ listGuests }) });
    await screen.findByText('1–1 of 1');
    expect(listGuests.mock.calls[0]![0]).not.toHaveProperty('deleted');
    await user.click(screen.getByRole('button', { name: 'Deleted: left out' }));
    await user.click(await screen.findByRole('menuitemradio', { name: 'too' }));
    await waitFor(() =>
      expect(listGuests.mock.calls.at(-1)![0]).toMatchObject({
        deleted: 'include',
      }),
    );
  });
});
