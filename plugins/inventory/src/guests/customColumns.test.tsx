import { screen, waitFor } from '@testing-library/react';
import type { ListQuery } from '@flyloft/plugin-inventory-common';
import { aGuest, aPage } from '../__testUtils__/builders';
import { aCustomField } from '../__testUtils__/manualAnswers';
import { anInventory, renderPage } from '../__testUtils__/renderPage';
import { GuestsPage } from './GuestsPage';

it('filters by and shows the fields that people defined, once they are known', async () => {
  const listGuests = jest.fn(async (_query?: ListQuery) =>
    aPage([aGuest({ customFields: { cost_centre: '4711' } })]),
  );
  renderPage(<GuestsPage />, {
    at: '/?filter=custom.cost_centre:eq:4711&columns=name,custom.cost_centre',
    inventory: anInventory({
      listGuests,
      listCustomFields: async () => ({ items: [aCustomField()] }),
    }),
  });
  expect(
    await screen.findByRole('columnheader', { name: 'Cost centre' }),
  ).toBeVisible();
  expect(screen.getByRole('gridcell', { name: '4711' })).toBeVisible();
  // Never asked without the condition, which would be a wider list.
  await waitFor(() =>
    expect(listGuests.mock.calls.map(([query]) => query?.filter)).toEqual([
      ['custom.cost_centre:eq:4711'],
    ]),
  );
  expect(screen.queryByText(/was not understood/)).not.toBeInTheDocument();
});
