import { screen, waitFor } from '@testing-library/react';
import { anInventory, renderPage } from '../__testUtils__/renderPage';
import { HistoryBegins } from './HistoryBegins';

function render(at: string | null) {
  const getHistoryBeginning = jest.fn(async () => ({ at, afterSequence: '7' }));
  renderPage(<HistoryBegins />, {
    inventory: anInventory({ getHistoryBeginning }),
  });
  return getHistoryBeginning;
}

it('says where history begins once a part of it was purged', async () => {
  render('2026-03-02T10:00:00.000Z');
  expect(await screen.findByText(/History begins on/)).toHaveTextContent(
    /2 Mar 2026.*purged/,
  );
});

it('says nothing while history is whole', async () => {
  const asked = render(null);
  await waitFor(() => expect(asked).toHaveBeenCalled());
  expect(screen.queryByText(/History begins/)).not.toBeInTheDocument();
});
