import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ResponseError } from '@backstage/errors';
import type { InventoryApi } from '../api/inventoryApi';
import { aPage } from '../__testUtils__/builders';
import {
  aBulkEdit,
  aGuestImport,
  aGuestImportRow,
} from '../__testUtils__/manualAnswers';
import {
  anAnswer,
  anInventory,
  anInventoryThat,
  renderPage,
} from '../__testUtils__/renderPage';
import { ImportPage } from './ImportPage';

const show = (part: Partial<InventoryApi> = {}, at = '/') =>
  renderPage(<ImportPage />, { at, inventory: anInventory(part) });

const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));

const file = new File(['name,project\n'], 'owners.csv', { type: 'text/csv' });

const choose = async () =>
  userEvent.upload(await screen.findByLabelText('CSV file'), file);

it('checks a file, and leads to what it would do', async () => {
  const checkGuestImport = jest.fn(async () => aGuestImport());
  show({ checkGuestImport });
  expect(await screen.findByRole('link', { name: 'owners.csv' })).toBeVisible();
  expect(screen.getByRole('button', { name: 'Check the file' })).toBeDisabled();
  await choose();
  await press('Check the file');
  expect(checkGuestImport).toHaveBeenCalledWith({
    name: 'owners.csv',
    content: file,
  });
  expect(await screen.findByRole('link', { name: 'web-07' })).toBeVisible();
  expect(screen.getByLabelText('address')).toHaveTextContent('import=i1');
});

it('says what is wrong with a file, and keeps it to choose another', async () => {
  const error = await anAnswer(400, `There is no column 'colour'`);
  show({ checkGuestImport: () => Promise.reject(error) });
  await choose();
  await press('Check the file');
  expect(await screen.findByText(`There is no column 'colour'`)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Check the file' })).toBeEnabled();
});

it('shows each row from and to, or its error, and applies the others', async () => {
  const applyGuestImport = jest.fn(async () => ({
    import: aGuestImport({ editId: 'b1' }),
    edit: aBulkEdit(),
  }));
  show(
    {
      applyGuestImport,
      getGuestImport: async () =>
        aGuestImport({ ignoredColumns: ['memoryBytes'] }),
      listGuestImportRows: async () =>
        aPage([
          aGuestImportRow(),
          aGuestImportRow({
            id: '3',
            line: 3,
            guestId: null,
            name: 'gone',
            state: 'error',
            fields: [],
            errors: [`There is no guest 'gone'`],
          }),
        ]),
    },
    '/?import=i1',
  );
  expect(await screen.findByText(/^Project: .*→ Portal$/)).toBeVisible();
  expect(screen.getByText(`There is no guest 'gone'`)).toBeVisible();
  expect(
    screen.getByText(/2 guests will change, 1 row say so already, 1 row with/),
  ).toBeVisible();
  expect(screen.getByText(/Only platforms write memoryBytes/)).toBeVisible();
  await press('Apply the others');
  await userEvent.type(await screen.findByLabelText(/^Why/), ' cost review ');
  await userEvent.click(
    (await screen.findAllByRole('button', { name: 'Apply the others' })).at(
      -1,
    )!,
  );
  expect(await screen.findByText('2 guests changed.')).toBeVisible();
  expect(applyGuestImport).toHaveBeenCalledWith('i1', {
    leaveOutErrors: true,
    reason: 'cost review',
  });
  expect(screen.getByRole('button', { name: 'Undo' })).toBeVisible();
});

it('says which values changed since the file was checked', async () => {
  const error = await ResponseError.fromResponse({
    ok: false,
    status: 409,
    statusText: '',
    headers: new Headers({ 'content-type': 'application/json' }),
    text: async () =>
      JSON.stringify({
        error: { name: 'ConflictError', message: 'changed' },
        response: { statusCode: 409 },
        difference: {
          count: 1,
          rows: [
            {
              line: 2,
              name: 'web-07',
              field: 'project',
              previewed: null,
              now: 'Other',
            },
          ],
        },
      }),
  } as Response);
  show(
    {
      getGuestImport: async () =>
        aGuestImport({ totals: { rows: 1, change: 1, same: 0, error: 0 } }),
      applyGuestImport: () => Promise.reject(error),
    },
    '/?import=i1',
  );
  await press('Apply');
  await userEvent.click(
    (await screen.findAllByRole('button', { name: 'Apply' })).at(-1)!,
  );
  await waitFor(() =>
    expect(
      screen.getByText(/Nothing was written: .*Project of web-07 is now Other/),
    ).toBeVisible(),
  );
});

it('offers nothing to apply where it was applied, or nothing changes', async () => {
  show(
    { getGuestImport: async () => aGuestImport({ editId: 'b1' }) },
    '/?import=i1',
  );
  expect(
    await screen.findByText(/was applied: 2 guests changed/),
  ).toBeVisible();
  expect(screen.queryByRole('button', { name: /^Apply/ })).toBeNull();
});

it('refuses who may not edit, and says what is empty', async () => {
  const error = await anAnswer(403, 'Your roles do not include it.');
  renderPage(<ImportPage />, {
    inventory: anInventoryThat(() => Promise.reject(error)),
  });
  expect(await screen.findByText('You may not see imports')).toBeVisible();
});

it('says that no file was checked yet', async () => {
  show({ listGuestImports: async () => ({ items: [] }) });
  expect(await screen.findByText('No file checked yet')).toBeVisible();
});
