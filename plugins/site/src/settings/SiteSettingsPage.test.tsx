import { SWRConfig } from 'swr';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import type { Setting } from '@flyloft/plugin-site-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { siteApiRef, type SiteApi } from '../api/siteApi';
import { SiteSettingsPage } from './SiteSettingsPage';

const interval: Setting = {
  key: 'flyloft.inventory.syncIntervalMinutes',
  section: 'Sync',
  label: 'Interval between syncs',
  help: 'For platforms that name none.',
  kind: 'number',
  unit: 'minutes',
  minimum: 1,
  maximum: 1440,
  default: 5,
  value: 5,
  source: 'default',
  version: 0,
  changedBy: null,
  changedAt: null,
};
const store = {
  place: 'postgresql' as const,
  problems: ['3 secrets are sealed under the master key abc, which is lost'],
  postgresql: 3,
  vault: 0,
  keys: [{ id: 'abc', secrets: 3, current: false, there: false }],
  vaultConfigured: false,
};

function render(part: Partial<SiteApi>, result = AuthorizeResult.ALLOW) {
  const site = {
    listSettings: async () => ({ items: [interval] }),
    getSecretStore: async () => store,
    ...part,
  } as SiteApi;
  return renderInTestApp(
    <SWRConfig value={{ provider: () => new Map() }}>
      <SiteSettingsPage />
    </SWRConfig>,
    {
      apis: [
        [siteApiRef, site],
        [permissionApiRef, { authorize: async () => ({ result }) }],
      ],
    },
  );
}
const field = () => screen.findByLabelText('Interval between syncs (minutes)');

it('saves a value that is allowed, and says of others what would be', async () => {
  const setSetting = jest.fn(async () => interval);
  render({ setSetting });
  const user = userEvent.setup();
  await user.clear(await field());
  await user.type(await field(), '0');
  expect(await screen.findByRole('alert')).toHaveTextContent(/from 1 to 1440/);
  await user.clear(await field());
  await user.type(await field(), '20');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(setSetting).toHaveBeenCalledWith(interval, 20);
});

it('locks what a configuration file says, and names the key', async () => {
  render({
    listSettings: async () => ({ items: [{ ...interval, source: 'file' }] }),
  });
  expect(await field()).toHaveAttribute('readonly');
  expect(screen.getByText(/a configuration file says/)).toHaveTextContent(
    interval.key,
  );
});

it('offers the way back to the default', async () => {
  const revertSetting = jest.fn(async () => interval);
  const set: Setting = {
    ...interval,
    value: 9,
    source: 'page',
    version: 2,
    changedBy: 'user:default/ida',
    changedAt: '2026-11-21T10:00:00.000Z',
  };
  render({ revertSetting, listSettings: async () => ({ items: [set] }) });
  await userEvent
    .setup()
    .click(await screen.findByRole('button', { name: 'Back to 5' }));
  expect(revertSetting).toHaveBeenCalledWith(set);
});

it('says which key of secrets is lost', async () => {
  render({});
  expect(await screen.findByText(/3 secrets are sealed/)).toBeInTheDocument();
  expect(screen.getByText('missing')).toBeInTheDocument();
});

it('can’t be changed by who may only look', async () => {
  render({}, AuthorizeResult.DENY as never);
  expect(await field()).toHaveAttribute('readonly');
});

it('takes a name, lets the page go by it, and lets a text be empty', async () => {
  const named = (key: string, value: string): Setting => ({
    ...interval,
    key,
    section: 'Names',
    label: key === 'flyloft.site.name' ? 'Name' : 'Whose',
    kind: 'text',
    unit: null,
    minimum: null,
    maximum: null,
    default: '',
    value,
  });
  const setSetting = jest.fn(async () => interval);
  render({
    setSetting,
    listSettings: async () => ({
      items: [
        named('flyloft.site.name', 'Cloud desk'),
        named('flyloft.site.organization', 'Example Ltd'),
      ],
    }),
  });
  const user = userEvent.setup();
  const whose = await screen.findByLabelText('Whose');
  expect(document.title).toBe('Site settings · Cloud desk');
  await user.clear(whose);
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(setSetting).toHaveBeenCalledWith(expect.anything(), '');
  await user.clear(screen.getByLabelText('Name'));
  expect(await screen.findByRole('alert')).toHaveTextContent(/1 to 40/);
});

it('renews the data keys once confirmed, and says of which secrets it could not', async () => {
  const rotateSecrets = jest.fn(async () => ({
    done: 2,
    failed: [{ name: 'platforms/west/token', problem: 'its key is lost' }],
  }));
  render({ rotateSecrets });
  const user = userEvent.setup();
  await user.click(
    await screen.findByRole('button', { name: 'Renew data keys' }),
  );
  const dialog = await screen.findByRole('dialog');
  expect(dialog).toHaveTextContent('Seal 3 secrets anew?');
  expect(rotateSecrets).not.toHaveBeenCalled();
  await user.click(
    within(dialog).getByRole('button', { name: 'Renew data keys' }),
  );
  expect(rotateSecrets).toHaveBeenCalledWith(true);
  expect(
    await screen.findByText(/2 secrets sealed anew, 1 not/),
  ).toHaveTextContent('platforms/west/token: its key is lost');
});

it('refuses the upkeep of secrets to who may only look, with the reason', async () => {
  render({}, AuthorizeResult.DENY as never);
  const button = await screen.findByRole('button', { name: 'Renew data keys' });
  expect(button).toHaveAttribute('aria-disabled', 'true');
});
