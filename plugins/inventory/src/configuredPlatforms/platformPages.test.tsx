import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  PlatformEntry,
  PlatformForm,
} from '@flyloft/plugin-inventory-common';
import {
  aPlatform,
  aPlatformFreshness,
  aSyncRun,
} from '../__testUtils__/builders';
import { anInventory, renderPage } from '../__testUtils__/renderPage';
import { PlatformPage } from './PlatformPage';
import { PlatformsPage } from './PlatformsPage';
import { platformState } from './platformState';

const anEntry = (part: Partial<PlatformEntry> = {}): PlatformEntry => ({
  id: 'pve-west',
  type: 'proxmox',
  title: 'West',
  origin: 'portal',
  fileKey: null,
  enabled: true,
  intervalMinutes: 5,
  timeoutMinutes: 15,
  values: { endpoint: 'https://pve1.example.org:8006' },
  secretsSet: ['secret'],
  version: 3,
  problem: null,
  changedBy: 'user:default/ida',
  changedAt: '2026-11-20T10:00:00.000Z',
  ...part,
});
const form: PlatformForm = {
  title: 'Proxmox VE',
  summary: 'One cluster.',
  fields: [
    { name: 'endpoint', label: 'Node', kind: 'url', endpoint: true },
    { name: 'secret', label: 'Secret', kind: 'secret', required: true },
  ],
};
const pushForm: PlatformForm = { ...form, title: 'Pushed', fields: [] };

function show(entry: PlatformEntry, part: object = {}) {
  return renderPage(<PlatformPage />, {
    path: '/admin/platforms/:id',
    at: `/admin/platforms/${entry.id}`,
    inventory: anInventory({
      listPlatforms: async () => ({
        items: [aPlatform({ id: entry.id, type: entry.type })],
      }),
    }),
    platforms: {
      find: async () => entry,
      listTypes: async () => ({
        items: [
          { type: 'proxmox', form },
          { type: 'push', form: pushForm },
        ],
      }),
      ...part,
    },
  });
}
const button = (name: string) => screen.findByRole('button', { name });

describe('how a platform stands', () => {
  const seen = (state: 'fresh' | 'failed' | 'never', problem?: string) => ({
    lastRun: aSyncRun({ gaps: [] }),
    freshness: {
      ...aPlatformFreshness(state),
      ...(problem ? { problem } : {}),
    },
  });
  const gap = { scope: 'guests', reason: 'VM.Audit is missing' };
  const partly = { ...seen('fresh'), lastRun: aSyncRun({ gaps: [gap] }) };
  it.each([
    [{ enabled: false }, seen('failed'), 'stopped', 'disabled'],
    [{ problem: 'no key' }, seen('fresh'), 'problem', 'can’t be collected'],
    [{}, seen('fresh'), 'running', 'fresh'],
    [{}, partly, 'changing', 'fresh, with gaps'],
    [{}, seen('failed'), 'problem', 'not up to date'],
    [{}, seen('never'), 'unknown', 'nothing collected yet'],
    [{}, seen('never', '401'), 'problem', 'nothing collected yet'],
    [{}, undefined, 'running', 'enabled'],
  ] as const)('%j %j is %s, %s', (part, freshness, tone, words) => {
    expect(platformState(anEntry(part), freshness)).toMatchObject({
      tone,
      words,
    });
  });
});

it('says in the list why a sync fails, and how many guests it brought', async () => {
  renderPage(<PlatformsPage />, {
    inventory: anInventory({
      listPlatforms: async () => ({
        items: [aPlatform({ freshness: aPlatformFreshness('failed') })],
      }),
    }),
    platforms: {
      list: async () => ({ items: [anEntry()] }),
      listTypes: async () => ({ items: [{ type: 'proxmox', form }] }),
    },
  });
  expect(await screen.findByText('not up to date')).toBeVisible();
  expect(screen.getByText('the token was refused')).toBeVisible();
  expect(screen.getByRole('link', { name: '40' })).toHaveAttribute(
    'href',
    expect.stringContaining('/inventory/guests?'),
  );
});

it('says how a source pushes, and tests no connection that there is none of', async () => {
  show(anEntry({ id: 'remote', type: 'push', values: {}, secretsSet: [] }));
  expect(
    await screen.findByText(/platforms\/remote\/observations/),
  ).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Test connection' })).toBeNull();
  expect(await button('Sync now')).toHaveAttribute('aria-disabled', 'true');
});

it('saves nothing when nothing was changed', async () => {
  const edit = jest.fn(async () => anEntry());
  show(anEntry(), { edit });
  const user = userEvent.setup();
  expect(await button('Save')).toHaveAttribute('aria-disabled', 'true');
  const title = screen.getByRole('textbox', { name: /Title/ });
  await user.clear(title);
  await user.type(title, 'West, new');
  await user.click(await button('Save'));
  expect(edit).toHaveBeenCalledWith(
    'pve-west',
    3,
    expect.objectContaining({ title: 'West, new' }),
  );
});

it('removes only with a reason', async () => {
  const remove = jest.fn(async () => anEntry());
  const none = { hosts: 0, clusters: 0, networks: 0, storages: 0 };
  show(anEntry(), {
    remove,
    previewRemoval: async () => ({
      title: 'West',
      guests: 1,
      syncUnderWay: false,
      ...none,
    }),
  });
  const user = userEvent.setup();
  await user.click(await button('Remove'));
  const dialog = within(await screen.findByRole('dialog'));
  expect(await dialog.findByText(/1 guest, 0 hosts/)).toBeVisible();
  await user.click(dialog.getByRole('button', { name: 'Remove' }));
  expect(await screen.findByText('Give a reason first.')).toBeVisible();
  expect(remove).not.toHaveBeenCalled();
  await user.keyboard('{Escape}');
  await user.type(dialog.getByRole('textbox', { name: /Reason/ }), 'sold');
  await user.click(dialog.getByRole('button', { name: 'Remove' }));
  expect(remove).toHaveBeenCalledWith(anEntry(), {
    guests: 'keep',
    reason: 'sold',
  });
});

it('speaks of no change where a file has the last word', async () => {
  show(anEntry({ origin: 'file', fileKey: 'inventory.platforms[0]' }));
  expect(await screen.findByText('It is set and never shown.')).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  expect(await button('Test connection')).toBeEnabled();
});
