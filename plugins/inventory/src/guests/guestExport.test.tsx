import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { CsvQuery } from '@flyloft/plugin-inventory-common';
import { aGuest, aPage } from '../__testUtils__/builders';
import { anInventory, renderPage } from '../__testUtils__/renderPage';
import { GuestsPage } from './GuestsPage';

/** An answer whose body comes in pieces, and fails after them if told so. */
function answerOf(pieces: string[], failure?: Error): Response {
  const left = pieces.map(piece => new TextEncoder().encode(piece));
  const read = async () => {
    const value = left.shift();
    if (!value && failure) throw failure;
    return { done: !value, value };
  };
  return {
    headers: new Headers({ 'content-type': 'text/csv' }),
    body: { getReader: () => ({ read }) },
  } as unknown as Response;
}

const saved = jest.fn((_file: Blob) => 'blob:file');

beforeEach(() => {
  saved.mockClear();
  jest.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue();
  Object.assign(URL, { createObjectURL: saved, revokeObjectURL: jest.fn() });
});

async function saveWith(exportList: jest.Mock, at = '/') {
  renderPage(<GuestsPage />, {
    at,
    inventory: anInventory({
      listGuests: async () => aPage([aGuest()]),
      exportList,
    }),
  });
  await screen.findByRole('link', { name: 'web-07' });
  await userEvent.click(screen.getByRole('button', { name: 'Export' }));
  return userEvent.click(
    await screen.findByRole('button', { name: 'Save CSV' }),
  );
}

describe('the export of the guests shown', () => {
  it('asks for all rows of the same query, in the columns shown', async () => {
    const exportList = jest.fn(async (_list: string, _query: CsvQuery) =>
      answerOf(['name\r\n', 'web-07\r\n']),
    );
    await saveWith(
      exportList,
      '/?filter=powerState:eq:running&sort=-memoryBytes&limit=25&columns=name,host,tags',
    );
    await waitFor(() => expect(saved).toHaveBeenCalledTimes(1));
    expect(exportList.mock.calls[0]!.slice(0, 2)).toEqual([
      'guests',
      {
        filter: ['powerState:eq:running'],
        sort: '-memoryBytes',
        columns: 'name,platformId,host,tags',
      },
    ]);
    expect(saved.mock.calls[0]![0].size).toBe('name\r\nweb-07\r\n'.length);
  });

  it('saves nothing of an answer that was cut, and says so', async () => {
    await saveWith(
      jest.fn(async () => answerOf(['name\r\n'], new Error('cut'))),
    );
    expect(await screen.findByText(/Nothing was saved/)).toBeVisible();
    expect(saved).not.toHaveBeenCalled();
  });
});
