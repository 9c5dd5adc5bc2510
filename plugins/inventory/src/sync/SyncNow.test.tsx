import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aPlatform, aSyncRun } from '../__testUtils__/builders';
import { anInventory, renderPage } from '../__testUtils__/renderPage';
import { SyncNow } from './SyncNow';

const running = aSyncRun({ id: 'run-2', state: 'running', finishedAt: null });
const east = aPlatform({ id: 'pve-east', title: 'East' });

async function openMenu(user: ReturnType<typeof userEvent.setup>) {
  const button = () => screen.findByRole('button', { name: 'Sync now' });
  await waitFor(async () =>
    expect(await button()).not.toHaveAttribute('aria-disabled'),
  );
  await user.click(await button());
}

describe('SyncNow', () => {
  it('says of a platform that its sync is under way, and starts no second', async () => {
    const user = userEvent.setup();
    const startSync = jest.fn(async () => ({ items: [running] }));
    renderPage(<SyncNow onDone={() => {}} />, {
      inventory: anInventory({
        startSync,
        getSyncRun: async () => running,
        listPlatforms: async () => ({ items: [aPlatform(), east] }),
      }),
    });
    await openMenu(user);
    await user.click(await screen.findByRole('menuitem', { name: 'West' }));
    await screen.findByRole('progressbar', { name: 'Progress of the sync' });

    await openMenu(user);
    const west = await screen.findByRole('menuitem', {
      name: 'West: its sync is under way',
    });
    expect(west).toHaveAttribute('aria-disabled', 'true');
    expect(screen.getByRole('menuitem', { name: 'East' })).not.toHaveAttribute(
      'aria-disabled',
    );
    expect(startSync).toHaveBeenCalledTimes(1);
  });

  it('knows of a sync that somebody else started', async () => {
    const user = userEvent.setup();
    renderPage(<SyncNow onDone={() => {}} />, {
      inventory: anInventory({
        listPlatforms: async () => ({
          items: [aPlatform({ runningRun: running })],
        }),
      }),
    });
    await openMenu(user);
    expect(
      await screen.findByRole('menuitem', { name: 'Every sync is under way' }),
    ).toHaveAttribute('aria-disabled', 'true');
  });
});
