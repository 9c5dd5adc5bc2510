import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aCustomField } from '../__testUtils__/manualAnswers';
import { anInventory, renderPage } from '../__testUtils__/renderPage';
import { keyOf } from './CustomFieldDialog';
import { CustomFieldsPage } from './CustomFieldsPage';

const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));

describe('CustomFieldsPage', () => {
  it('defines a field whose key follows its name', async () => {
    const createCustomField = jest.fn(async (_field: object) => aCustomField());
    renderPage(<CustomFieldsPage />, {
      inventory: anInventory({
        createCustomField,
        listCustomFields: async () => ({ items: [] }),
      }),
    });
    expect(await screen.findByText('No field is defined yet')).toBeVisible();
    await press('Add a field');
    await userEvent.type(
      await screen.findByRole('textbox', { name: /Name/ }),
      'End of support',
    );
    await press('Save');
    await waitFor(() =>
      expect(createCustomField.mock.calls[0]![0]).toEqual({
        key: 'end_of_support',
        type: 'text',
        label: 'End of support',
        description: null,
        required: false,
        choices: [],
        appliesTo: { types: [], platformIds: [] },
      }),
    );
  });

  it('says what goes with a field before it is removed', async () => {
    const removeCustomField = jest.fn(async () => aCustomField());
    renderPage(<CustomFieldsPage />, {
      inventory: anInventory({ removeCustomField }),
    });
    await press('Remove');
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent(/with the values of 3 guests/);
    expect(removeCustomField).not.toHaveBeenCalled();
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Remove' }),
    );
    await waitFor(() =>
      expect(removeCustomField).toHaveBeenCalledWith('cost_centre'),
    );
  });

  it('shows all to who may not change it, and says why not', async () => {
    renderPage(<CustomFieldsPage />, {
      denied: ['inventory.customField.manage'],
    });
    expect(await screen.findByText('Cost centre')).toBeVisible();
    await press('Add a field');
    expect(
      await screen.findByText(/takes the permission inventory.customField/),
    ).toBeVisible();
  });
});

it.each([
  ['Cost centre', 'cost_centre'],
  ['Größe (GB)', 'gro_e_gb'],
  ['3rd party', 'rd_party'],
])('makes of %j the key %s', (label, key) => {
  expect(keyOf(label)).toBe(key);
});
