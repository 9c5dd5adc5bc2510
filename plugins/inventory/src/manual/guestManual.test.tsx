import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  type GuestManual,
  type ManualPatchInput,
} from '@flyloft/plugin-inventory-common';
import { ResponseError } from '@backstage/errors';
import { aChange, aGuestDetail, aPage } from '../__testUtils__/builders';
import { aCustomField, aGuestManual } from '../__testUtils__/manualAnswers';
import { anAnswer, anInventory, renderPage } from '../__testUtils__/renderPage';
import { GuestPage } from '../guest/GuestPage';
import { customValue } from './customValues';

const overridden: GuestManual['overrides'] = [
  {
    field: 'powerState',
    observed: 'stopped',
    shown: 'running',
    override: {
      value: 'running',
      by: 'user:default/anna',
      at: '2026-11-20T12:00:00.000Z',
      reason: 'the agent lies',
      until: '2026-12-24T12:00:00.000Z',
    },
  },
];

const guestId = '6f1c0e5e-0c7e-4f6e-9d6b-1d2b7f3a9c10';
const edits: jest.MockedFunction<
  (
    id: string,
    revision: string,
    patch: ManualPatchInput,
  ) => Promise<GuestManual>
> = jest.fn();

beforeEach(() => {
  edits.mockReset();
  edits.mockImplementation(async () => aGuestManual());
});

function show(part: Partial<GuestManual>) {
  renderPage(<GuestPage />, {
    path: '/:id',
    at: '/g1',
    inventory: anInventory({
      getGuest: async () => aGuestDetail(),
      getGuestManual: async () => aGuestManual({ guestId, ...part }),
      editGuestManual: edits,
      listCustomFields: async () => ({
        items: [
          aCustomField(),
          aCustomField({
            key: 'other',
            label: 'Of containers',
            appliesTo: { types: ['container'], platformIds: [] },
          }),
        ],
      }),
    }),
  });
}

const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));

/** The refusal of an edit that met another one. */
async function conflictWith(current: GuestManual) {
  const body = {
    error: { name: 'PreconditionFailedError', message: 'edited meanwhile' },
    response: { statusCode: 412 },
    conflict: {
      fields: [{ field: 'project', yours: 'Mine', theirs: 'Theirs' }],
      current,
    },
  };
  return ResponseError.fromResponse({
    ok: false,
    status: 412,
    statusText: '',
    headers: new Headers({ 'content-type': 'application/json' }),
    text: async () => JSON.stringify(body),
  } as Response);
}

describe('what people say of a guest, on its page', () => {
  it('says what the source says, what is shown, why, by whom and until when', async () => {
    show({ overrides: overridden });
    const row = (await screen.findByText('Power state')).parentElement!;
    expect(row).toHaveTextContent(
      /Source says stopped · shown running because: the agent lies/,
    );
    expect(row).toHaveTextContent(/anna.*until 24 Dec 2026/);
  });

  it('reverts an override over the revision that was shown', async () => {
    show({ overrides: overridden, revision: '7' });
    await press('Revert: Power state');
    await waitFor(() =>
      expect(edits).toHaveBeenCalledWith(guestId, '7', {
        overrides: { powerState: null },
      }),
    );
  });

  it('takes an override only with a reason', async () => {
    show({});
    await press('Override: Power state');
    const dialog = await screen.findByRole('dialog');
    expect(
      within(dialog).getByRole('button', { name: 'Override' }),
    ).toBeDisabled();
    await userEvent.type(within(dialog).getByLabelText(/Why/), 'maintenance');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Override' }),
    );
    await waitFor(() =>
      expect(edits.mock.calls[0]?.[2]).toEqual({
        reason: 'maintenance',
        overrides: { powerState: { value: 'running', until: null } },
      }),
    );
  });

  it('saves by Enter, and a press beside a form does not close it', async () => {
    show({ revision: '7' });
    await press('Edit: Project');
    const field = await screen.findByRole('textbox', { name: 'Project' });
    expect(field).toHaveFocus();
    await userEvent.click(document.body);
    await userEvent.type(field, 'Portal{Enter}');
    await waitFor(() =>
      expect(edits).toHaveBeenCalledWith(guestId, '7', { project: 'Portal' }),
    );
    expect(edits).toHaveBeenCalledTimes(1);
  });

  it('says of which entry an edit is refused, as its form calls it', async () => {
    edits.mockRejectedValueOnce(
      await anAnswer(
        400,
        'Invalid request: tags.1: must not hold a comma or semicolon',
      ),
    );
    show({});
    await press('Edit: Tags');
    await userEvent.type(await screen.findByRole('textbox'), 'a, b;c{Enter}');
    expect(
      await screen.findByText('Tag 2: must not hold a comma or semicolon'),
    ).toBeVisible();
  });

  it('calls an owner without an account by name, in history too', async () => {
    const ref = 'person:external/1f1c0e5e-0c7e-4f6e-9d6b-1d2b7f3a9c10';
    renderPage(<GuestPage />, {
      path: '/:id',
      at: '/g1',
      inventory: anInventory({
        getGuest: async () => aGuestDetail({ ownerRef: ref }),
        getPersonName: async () => ({ ref, name: 'Otto Extern' }),
        listGuestHistory: async () =>
          aPage([
            aChange({
              fields: [{ field: 'technicalOwner', from: null, to: ref }],
              cause: 'person',
              by: 'user:default/anna',
              reason: 'he runs it',
            }),
          ]),
      }),
    });
    // Beside its name, among its facts, and in its history.
    await waitFor(() =>
      expect(screen.getAllByText(/Otto Extern/)).toHaveLength(3),
    );
    expect(screen.queryByRole('link', { name: /Otto/ })).toBeNull();
    expect(screen.getByText(/by anna: he runs it/)).toBeVisible();
    expect(document.body).not.toHaveTextContent('person:external');
  });

  it('shows both values when somebody else edited, and saves over theirs only when told', async () => {
    const refusal = await conflictWith(
      aGuestManual({ guestId, revision: '9', editedBy: 'user:default/bob' }),
    );
    edits.mockRejectedValueOnce(refusal);
    show({ revision: '7' });
    await press('Edit: Project');
    await userEvent.type(
      await screen.findByRole('textbox', { name: 'Project' }),
      'Mine',
    );
    await press('Save');
    const both = await screen.findByRole('group', { name: 'Both values' });
    expect(both).toHaveTextContent(/Project.*Mine.*Theirs/);
    expect(edits).toHaveBeenCalledTimes(1);
    await press('Save mine over it');
    await waitFor(() =>
      expect(edits).toHaveBeenLastCalledWith(guestId, '9', { project: 'Mine' }),
    );
  });

  it('lets who may not edit see all, and says why not', async () => {
    show({
      notes: 'Ask Otto first',
      allowed: { annotate: false, override: false },
    });
    expect(await screen.findByText('Ask Otto first')).toBeVisible();
    await press('Edit: Notes');
    expect(
      await screen.findByText(/takes the permission inventory.guest.edit/),
    ).toBeVisible();
    expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
  });

  it('offers the fields that people defined for guests like this', async () => {
    show({ customFields: { cost_centre: '4711' } });
    expect(await screen.findByText('4711')).toBeVisible();
    expect(screen.queryByText('Of containers')).not.toBeInTheDocument();
    await press('Edit: Cost centre');
    const input = await screen.findByRole('textbox', { name: /Cost centre/ });
    await userEvent.clear(input);
    await press('Save');
    await waitFor(() =>
      expect(edits.mock.calls[0]?.[2]).toEqual({
        customFields: { cost_centre: null },
      }),
    );
  });
});

it.each([
  ['number', '4.5', 4.5],
  ['number', 'many', undefined],
  ['number', ' ', null],
  ['boolean', 'false', false],
  ['date', '2026-01-31', '2026-01-31'],
  ['date', 'soon', undefined],
  ['text', ' x ', 'x'],
] as const)('reads a %s from %j as %j', (type, text, value) => {
  expect(customValue({ type }, text)).toBe(value);
});
