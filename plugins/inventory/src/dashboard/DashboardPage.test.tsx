import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aGuest, aPage } from '../__testUtils__/builders';
import { anInventory, renderPage } from '../__testUtils__/renderPage';
import { aSummary } from '../__testUtils__/summaryBuilder';
import { changesOfDay } from './dailyChangeSeries';
import { DashboardPage } from './DashboardPage';

const infrastructure = {
  hosts: 4,
  hostsOnline: 4,
  clusters: 1,
  networks: 9,
  networksInUse: 7,
  storages: 3,
  storageBytes: 0,
  storageUsedBytes: 0,
  cpuThreads: 0,
  memoryBytes: 0,
  heldRuns: 0,
};

const hrefOf = async (name: RegExp | string) =>
  // The card of platforms says the same of the only one there is.
  (await screen.findAllByRole('link', { name }))[0]!.getAttribute('href');

describe('DashboardPage', () => {
  it('links every number to the list that makes it', async () => {
    renderPage(<DashboardPage />, {
      inventory: anInventory({
        getSummary: async () =>
          aSummary({
            infrastructure,
            byOsFamily: [
              { value: 'linux', count: 31 },
              { value: 'unknown', count: 6 },
            ],
          }),
      }),
    });
    const guests = '/inventory/guests';
    expect(await hrefOf('40 guests')).toBe(guests);
    expect(await hrefOf('4 without owner')).toBe(
      `${guests}?filter=ownerRef%3Aempty`,
    );
    expect(await hrefOf('3 without an address')).toBe(
      `${guests}?filter=addresses%3Aempty&filter=template%3Aeq%3Afalse`,
    );
    expect(await hrefOf('2 not in use')).toBe(
      '/inventory/networks?filter=guestCount%3Aeq%3A0',
    );
    expect(await hrefOf(/Linux.*31/)).toBe(
      `${guests}?filter=osFamily%3Aeq%3Alinux`,
    );
    expect(await hrefOf(/unknown.*6/)).toBe(
      `${guests}?filter=osFamily%3Aempty`,
    );
  });

  it('shows an engineer figures of their own, without what they may not see', async () => {
    renderPage(<DashboardPage />, {
      denied: ['inventory.infrastructure.read'],
    });
    expect(await hrefOf('40 guests')).toBeTruthy();
    expect(
      screen.queryByRole('heading', { name: 'Platforms' }),
    ).not.toBeInTheDocument();
    expect(
      screen.queryByRole('link', { name: /networks$/ }),
    ).not.toBeInTheDocument();
  });

  it('ranks by what is chosen, templates left out', async () => {
    const listGuests = jest.fn(async (_query?: object) =>
      aPage([aGuest({ vcpus: 64 })]),
    );
    renderPage(<DashboardPage />, { inventory: anInventory({ listGuests }) });
    await userEvent.click(
      await screen.findByRole('button', { name: /Largest by/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: 'by vCPU' }),
    );
    expect(await screen.findByText('64')).toBeVisible();
    expect(listGuests.mock.lastCall![0]).toMatchObject({
      sort: '-vcpus',
      filter: ['template:eq:false'],
    });
  });

  it('counts the changes of a day between its two midnights', () => {
    const [from, to, type] = new URLSearchParams(
      changesOfDay('2026-11-21', 'size').split('?')[1],
    ).getAll('filter');
    const moment = (text: string) => new Date(text.replace(/^at:...:/, ''));
    expect(moment(from!)).toEqual(new Date(2026, 10, 21));
    expect(moment(to!).getTime()).toBe(new Date(2026, 10, 22).getTime() - 1);
    expect(type).toBe('type:in:cpu,memory,disk');
  });
});
