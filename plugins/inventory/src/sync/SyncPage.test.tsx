import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aPage, aPlatform, aSyncRun } from '../__testUtils__/builders';
import { anInventory, renderPage } from '../__testUtils__/renderPage';
import { SyncPage } from './SyncPage';

const held = aSyncRun({
  state: 'held',
  hold: {
    scope: 'platform pve-west',
    wouldDelete: 21,
    of: 40,
    message: 'Half of the guests were not in the answer.',
  },
});

/** The button, once the reader's rights are known. */
async function allowed(card: HTMLElement): Promise<HTMLElement> {
  const find = () => within(card).getByRole('button', { name: 'Sync now' });
  await waitFor(() => expect(find()).not.toHaveAttribute('aria-disabled'));
  return find();
}

describe('SyncPage', () => {
  it('starts a sync of one platform and follows it to its end', async () => {
    const user = userEvent.setup();
    const running = aSyncRun({
      id: 'run-2',
      state: 'running',
      finishedAt: null,
      progress: { phase: 'Reading configurations', done: 12, total: 40 },
    });
    let state: 'before' | 'running' | 'after' = 'before';
    const startSync = jest.fn(async () => {
      state = 'running';
      return { items: [running] };
    });
    renderPage(<SyncPage />, {
      inventory: anInventory({
        startSync,
        listPlatforms: async () => ({
          items: [
            aPlatform({ runningRun: state === 'running' ? running : null }),
          ],
        }),
        getSyncRun: async () =>
          state === 'after' ? { ...running, state: 'succeeded' } : running,
      }),
    });
    const card = await screen.findByRole('article', { name: 'West' });
    await user.click(await allowed(card));
    expect(startSync).toHaveBeenCalledWith({ platformId: 'pve-west' });
    expect(
      await within(card).findByText('Reading configurations, 12 of 40'),
    ).toBeInTheDocument();
    expect(
      within(card).getByRole('button', { name: 'Cancel' }),
    ).toBeInTheDocument();

    state = 'after';
    await waitFor(
      () =>
        expect(
          within(card).getByRole('button', { name: 'Sync now' }),
        ).toBeInTheDocument(),
      { timeout: 5000 },
    );
  });

  it('asks once, however often one presses', async () => {
    const user = userEvent.setup();
    const startSync = jest.fn(() => new Promise<never>(() => {}));
    renderPage(<SyncPage />, { inventory: anInventory({ startSync }) });
    const card = await screen.findByRole('article', { name: 'West' });
    const button = await allowed(card);
    await user.click(button);
    await user.click(button);
    await user.keyboard('{Enter}');
    expect(startSync).toHaveBeenCalledTimes(1);
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(button).toHaveFocus();
  });

  it('shows what a held sync would delete, and deletes only after a second word', async () => {
    const user = userEvent.setup();
    const confirmSyncRun = jest.fn(async () => aSyncRun());
    renderPage(<SyncPage />, {
      inventory: anInventory({
        confirmSyncRun,
        listPlatforms: async () => ({ items: [aPlatform({ lastRun: held })] }),
        listSyncRuns: async () => aPage([held]),
      }),
    });
    await user.click(
      await screen.findByRole('button', { name: 'Confirm deletion' }),
    );
    expect(confirmSyncRun).not.toHaveBeenCalled();
    const dialog = await screen.findByRole('dialog');
    expect(
      within(dialog).getByText(/21 of 40 in platform pve-west/, {
        selector: 'p',
      }),
    ).toBeVisible();
    await user.click(
      within(dialog).getByRole('button', { name: 'Confirm deletion' }),
    );
    await waitFor(() => expect(confirmSyncRun).toHaveBeenCalledWith('run-1'));
  });

  it('says why somebody without the right can not start or confirm', async () => {
    const user = userEvent.setup();
    const startSync = jest.fn();
    renderPage(<SyncPage />, {
      denied: ['inventory.sync.run', 'inventory.sync.confirm'],
      inventory: anInventory({
        startSync,
        listPlatforms: async () => ({ items: [aPlatform({ lastRun: held })] }),
      }),
    });
    const card = await screen.findByRole('article', { name: 'West' });
    const button = within(card).getByRole('button', { name: 'Sync now' });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    await user.click(button);
    expect(await screen.findByText(/inventory\.sync\.run/)).toBeVisible();
    expect(startSync).not.toHaveBeenCalled();
    expect(
      within(card).getByRole('button', {
        name: 'Confirm deletion',
        hidden: true,
      }),
    ).toHaveAttribute('aria-disabled', 'true');
  });

  it('shows the problem when a sync does not start', async () => {
    const user = userEvent.setup();
    renderPage(<SyncPage />, {
      inventory: anInventory({
        startSync: () =>
          Promise.reject(new Error('Another replica is about to stop.')),
      }),
    });
    const card = await screen.findByRole('article', { name: 'West' });
    await user.click(await allowed(card));
    expect(
      await within(card).findByText('Another replica is about to stop.'),
    ).toBeVisible();
  });
});
