import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { anAnswer, anInventory, renderPage } from '../__testUtils__/renderPage';
import { aRunDifference } from '../__testUtils__/runDifferenceBuilders';
import { RunDifferencePage } from './RunDifferencePage';

const at = { path: '/', at: '/?to=2' };

it('says what is different in words, with figures and links', async () => {
  renderPage(<RunDifferencePage />, at);
  const list = await screen.findByRole('list', { name: 'What is different' });
  expect(list).toHaveTextContent(
    'web-07 guest of west: changed. Memory 4 GiB → 8 GiB',
  );
  expect(list).toHaveTextContent('pve-w4 host of west: appeared');
  expect(screen.getByRole('link', { name: 'web-07' })).toHaveAttribute(
    'href',
    '/inventory/guests/g1',
  );
  expect(
    screen.getAllByRole('region', { name: 'Changed, by field' })[0],
  ).toHaveTextContent('Memoryguests1,200');
});

it('asks for two syncs before it compares any', async () => {
  const getRunDifference = jest.fn();
  renderPage(<RunDifferencePage />, {
    path: '/',
    at: '/',
    inventory: anInventory({ getRunDifference }),
  });
  expect(await screen.findByText('Choose two syncs')).toBeVisible();
  expect(getRunDifference).not.toHaveBeenCalled();
});

it('turns to the next ones, and says when nothing is different', async () => {
  const user = userEvent.setup();
  const getRunDifference = jest
    .fn()
    .mockResolvedValueOnce(aRunDifference({ nextCursor: 'abc' }))
    .mockResolvedValue(aRunDifference({ counts: [], items: [] }));
  renderPage(<RunDifferencePage />, {
    ...at,
    inventory: anInventory({ getRunDifference }),
  });
  await user.click(await screen.findByRole('button', { name: 'Next ones' }));
  expect(await screen.findByText('No difference')).toBeVisible();
  await waitFor(() =>
    expect(getRunDifference).toHaveBeenLastCalledWith(
      '2',
      expect.objectContaining({ cursor: 'abc' }),
      expect.anything(),
    ),
  );
});

it('says why two syncs can not be compared', async () => {
  const error = await anAnswer(409, "Sync run '2' is failed.");
  renderPage(<RunDifferencePage />, {
    ...at,
    inventory: anInventory({ getRunDifference: () => Promise.reject(error) }),
  });
  expect(await screen.findByText("Sync run '2' is failed.")).toBeVisible();
});
