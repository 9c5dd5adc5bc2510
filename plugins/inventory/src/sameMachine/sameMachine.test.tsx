import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aPage } from '../__testUtils__/builders';
import { aMachinePair } from '../__testUtils__/machinePairBuilders';
import { anAnswer, anInventory, renderPage } from '../__testUtils__/renderPage';
import { GuestPage } from '../guest/GuestPage';
import { SameMachinePage } from './SameMachinePage';

describe('the worklist', () => {
  it('shows what two guests have in common, and takes a decision with its reason', async () => {
    const user = userEvent.setup();
    const decideMachinePair = jest.fn(async () => aMachinePair());
    renderPage(<SameMachinePage />, {
      inventory: anInventory({ decideMachinePair }),
    });
    expect(
      await screen.findByText('BIOS UUID 4d3c2b1a-0f9e-4d8c-b7a6-958473625140'),
    ).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Same machine' }));
    const dialog = await screen.findByRole('dialog');
    const confirm = () =>
      within(dialog).getByRole('button', { name: 'Same machine' });
    await user.click(confirm());
    expect(await screen.findByText('Say why in a few words.')).toBeVisible();
    expect(decideMachinePair).not.toHaveBeenCalled();
    await user.keyboard('{Escape}');

    await user.type(within(dialog).getByRole('textbox'), 'moved in March');
    await user.click(confirm());
    await waitFor(() =>
      expect(decideMachinePair).toHaveBeenCalledWith('1', {
        verdict: 'same',
        reason: 'moved in March',
      }),
    );
  });

  it('says in the dialog why a decision is refused', async () => {
    const user = userEvent.setup();
    const error = await anAnswer(409, 'They are one machine by others.');
    renderPage(<SameMachinePage />, {
      inventory: anInventory({
        decideMachinePair: () => Promise.reject(error),
      }),
    });
    await user.click(
      await screen.findByRole('button', { name: 'Different machines' }),
    );
    const dialog = await screen.findByRole('dialog');
    await user.type(within(dialog).getByRole('textbox'), 'no');
    await user.click(
      within(dialog).getByRole('button', { name: 'Different machines' }),
    );
    expect(
      await within(dialog).findByText('They are one machine by others.'),
    ).toBeVisible();
  });

  it('offers to take back what is decided, and nothing else', async () => {
    const decided = aMachinePair({
      verdict: 'different',
      reason: 'a clone',
      decidedBy: 'user:default/it',
      decidedAt: '2026-11-20T12:00:00.000Z',
    });
    renderPage(<SameMachinePage />, {
      inventory: anInventory({
        listMachinePairs: async () => aPage([decided]),
      }),
    });
    expect(await screen.findByText('a clone')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Take back' })).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Same machine' }),
    ).not.toBeInTheDocument();
  });
});

describe("a guest's page", () => {
  it('links the other sightings, and offers those that may be some', async () => {
    const pair = aMachinePair();
    renderPage(<GuestPage />, {
      path: '/:id',
      at: '/g1',
      inventory: anInventory({
        listGuestSightings: async () => ({
          sightings: [{ ...pair.right, id: 'g3', name: 'web-07-kv' }],
          pairs: [pair],
        }),
      }),
    });
    expect(
      await screen.findByRole('heading', { name: 'Sightings of this machine' }),
    ).toBeVisible();
    expect(screen.getByRole('link', { name: 'web-07-kv' })).toHaveAttribute(
      'href',
      '/inventory/guests/g3',
    );
    expect(screen.getByText(/Is it the same machine\?/)).toBeVisible();
  });

  it('says nothing of sightings where there are none', async () => {
    renderPage(<GuestPage />, { path: '/:id', at: '/g1' });
    expect(await screen.findByText('10.2.0.17/24')).toBeInTheDocument();
    expect(
      screen.queryByText('Sightings of this machine'),
    ).not.toBeInTheDocument();
  });
});
