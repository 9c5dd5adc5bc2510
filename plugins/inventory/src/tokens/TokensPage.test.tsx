import { renderInTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import type { Token } from '@flyloft/plugin-inventory-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { SWRConfig } from 'swr';
import { aPage, aPlatform } from '../__testUtils__/builders';
import { anAnswer, anInventory } from '../__testUtils__/renderPage';
import { inventoryApiRef } from '../api/inventoryApi';
import { tokenApiRef, type TokenApi } from '../api/tokenApi';
import { TokensPage } from './TokensPage';

const aToken = (part: Partial<Token> = {}): Token => ({
  id: '6f1c0e5e-0c7e-4f6e-9d6b-1d2b7f3a9c10',
  name: 'n8n',
  prefix: 'flyt_Abcdefgh',
  scopes: ['observations:write'],
  platformIds: ['remote'],
  state: 'active',
  expiresAt: null,
  createdAt: '2026-11-20T10:00:00.000Z',
  createdBy: 'user:default/ida',
  lastUsedAt: null,
  lastUsedFrom: null,
  revokedAt: null,
  revokedBy: null,
  ...part,
});
const platforms = [
  aPlatform({ id: 'remote', title: 'Remote site', type: 'push' }),
  aPlatform({ id: 'west', title: 'West' }),
];

function show(part: Partial<TokenApi> = {}, allowed = true) {
  const tokens: TokenApi = {
    list: async () => aPage([aToken()]),
    create: async () => ({ token: aToken(), secret: 'flyt_secret' }),
    revoke: async () => aToken({ state: 'revoked' }),
    ...part,
  };
  return renderInTestApp(
    <SWRConfig value={{ provider: () => new Map() }}>
      <TokensPage />
    </SWRConfig>,
    {
      apis: [
        [
          inventoryApiRef,
          anInventory({ listPlatforms: async () => ({ items: platforms }) }),
        ],
        [tokenApiRef, tokens],
        [
          permissionApiRef,
          {
            authorize: async () => ({
              result: allowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
            }),
          },
        ],
      ],
    },
  );
}
const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));

it('makes a token for a platform that is pushed, and shows its secret once', async () => {
  const create = jest.fn(async (_token: object) => ({
    token: aToken(),
    secret: 'flyt_secret',
  }));
  show({ create, list: async () => aPage([]) });
  expect(await screen.findByText('No token yet')).toBeVisible();
  await press('Make a token');
  const dialog = within(await screen.findByRole('dialog'));
  // The portal reads the others itself.
  expect(dialog.queryByText('West')).toBeNull();
  await userEvent.type(dialog.getByRole('textbox', { name: /Name/ }), 'n8n');
  expect(dialog.getByRole('button', { name: 'Make it' })).toBeDisabled();
  await userEvent.click(dialog.getByRole('checkbox', { name: 'Remote site' }));
  await userEvent.click(dialog.getByRole('button', { name: 'Make it' }));
  expect(await screen.findByText('flyt_secret')).toBeVisible();
  expect(create.mock.calls[0]![0]).toMatchObject({
    name: 'n8n',
    scopes: ['observations:write'],
    platformIds: ['remote'],
    expiresAt: expect.stringMatching(/^\d{4}-/),
  });
});

it('revokes a token after it said what that means', async () => {
  const revoke = jest.fn(async () => aToken({ state: 'revoked' }));
  show({ revoke });
  expect((await screen.findAllByText('push observations'))[0]).toBeVisible();
  expect((await screen.findAllByText('Remote site'))[0]).toBeVisible();
  await userEvent.click(
    (await screen.findAllByRole('button', { name: 'Revoke' }))[0]!,
  );
  const dialog = await screen.findByRole('dialog');
  expect(revoke).not.toHaveBeenCalled();
  await userEvent.click(within(dialog).getByRole('button', { name: 'Revoke' }));
  await waitFor(() => expect(revoke).toHaveBeenCalledWith(aToken().id));
});

it('says to whom it is refused which permission it takes', async () => {
  const refusal = await anAnswer(403, 'You may not list tokens');
  show({ list: () => Promise.reject(refusal) }, false);
  expect(
    (await screen.findAllByText(/inventory\.token\.manage/))[0],
  ).toBeVisible();
});
