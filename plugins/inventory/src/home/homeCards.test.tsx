import { screen } from '@testing-library/react';
import { aChange, aGuest, aPage } from '../__testUtils__/builders';
import { anInventory, renderPage } from '../__testUtils__/renderPage';
import { MyGuests } from './MyGuests';
import { NetworkUse } from './NetworkUse';
import { PlatformDistribution } from './PlatformDistribution';
import { PlatformFreshnessCard } from './PlatformFreshnessCard';
import { PowerDistribution } from './PowerDistribution';
import { RecentChanges } from './RecentChanges';

describe('the cards of the home page', () => {
  it('link every number to the list that makes it', async () => {
    renderPage(
      <>
        <PowerDistribution />
        <PlatformDistribution />
        <NetworkUse />
        <PlatformFreshnessCard />
      </>,
    );
    const hrefs = async (name: RegExp | string) =>
      (await screen.findAllByRole('link', { name })).map(link =>
        link.getAttribute('href'),
      );
    expect(await hrefs(/running.*30/)).toEqual([
      '/inventory/guests?filter=powerState%3Aeq%3Arunning',
    ]);
    expect(await hrefs(/^West.*40/)).toEqual([
      '/inventory/guests?filter=platformId%3Aeq%3Apve-west',
    ]);
    expect(await hrefs('2')).toEqual([
      '/inventory/guests?filter=duplicateAddress%3Aeq%3Atrue',
    ]);
    expect(await hrefs('40 guests')).toEqual([
      '/inventory/guests?filter=platformId%3Aeq%3Apve-west',
    ]);
  });

  it('show the latest changes in words', async () => {
    renderPage(<RecentChanges />);
    expect(await screen.findByText('Memory 4 GiB → 8 GiB')).toBeInTheDocument();
  });

  it('sum up a first sync in one line, which leads to all of it', async () => {
    const seen = ['1', '2', '3'].map(sequence =>
      aChange({ sequence, operation: 'created', fields: [] }),
    );
    renderPage(<RecentChanges />, {
      inventory: anInventory({
        listHistory: async () => aPage([aChange(), ...seen]),
      }),
    });
    const link = await screen.findByRole('link', {
      name: '3 guests first seen',
    });
    expect(link).toHaveAttribute(
      'href',
      '/inventory/changes?filter=runId%3Aeq%3Arun-1&filter=operation%3Aeq%3Acreated&filter=kind%3Aeq%3Aguest',
    );
    expect(screen.getByText('West')).toBeVisible();
    expect(screen.getByText('Memory 4 GiB → 8 GiB')).toBeVisible();
    expect(screen.queryByText('First seen')).not.toBeInTheDocument();
  });

  it("ask for the guests of the reader's own groups only", async () => {
    const listGuests = jest.fn(async () => aPage([aGuest()]));
    renderPage(<MyGuests />, { inventory: anInventory({ listGuests }) });
    expect(
      await screen.findByRole('link', { name: 'web-07' }),
    ).toBeInTheDocument();
    expect(listGuests).toHaveBeenCalledWith(
      expect.objectContaining({
        filter: [expect.stringMatching(/^ownerRef:in:.+/)],
      }),
      expect.anything(),
    );
  });
});
