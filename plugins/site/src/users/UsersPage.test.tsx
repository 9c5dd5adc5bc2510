import { SWRConfig } from 'swr';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import type { Person, RoleAssignment } from '@flyloft/plugin-site-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { siteApiRef, type SiteApi } from '../api/siteApi';
import { UsersPage } from './UsersPage';

const enid: Person = {
  id: 'user:default/enid',
  name: 'Enid Nakamura',
  email: 'enid@x.example',
  known: true,
  roles: [
    { role: 'engineer', through: 'group:default/team-web', source: 'file' },
    { role: 'it', through: 'user:default/enid', source: 'page' },
  ],
  lastSeenAt: null,
  multiFactor: null,
  openSessions: 0,
};
const fromFile: RoleAssignment = {
  id: 'engineer group:default/team-web',
  role: 'engineer',
  subject: 'group:default/team-web',
  source: 'file',
  key: 'flyloft.roles.engineer',
  reason: null,
  grantedBy: null,
  grantedAt: null,
};
const granted: RoleAssignment = {
  id: '0b6e8d0e-5a0f-4b39-9f2c-0a1f4a9f5f11',
  role: 'it',
  subject: enid.id,
  source: 'page',
  key: null,
  reason: 'stands in',
  grantedBy: 'user:default/ada',
  grantedAt: '2026-11-21T10:00:00.000Z',
};

function render(part: Partial<SiteApi> = {}, result = AuthorizeResult.ALLOW) {
  const site = {
    listPeople: async () => ({
      items: [enid],
      nextCursor: null,
      total: 1,
      freshness: { state: 'fresh', collectedAt: null, platforms: [] },
    }),
    listRoles: async () => ({ items: [fromFile, granted] }),
    ...part,
  } as SiteApi;
  return renderInTestApp(
    <SWRConfig value={{ provider: () => new Map() }}>
      <UsersPage />
    </SWRConfig>,
    {
      apis: [
        [siteApiRef, site],
        [
          permissionApiRef,
          { authorize: async () => ({ result }) as { result: never } },
        ],
      ],
    },
  );
}

it('says of each role through what somebody holds it', async () => {
  render();
  expect(
    await screen.findByText('through team-web, by a file'),
  ).toBeInTheDocument();
  expect(screen.getByText('granted here')).toBeInTheDocument();
});

it('grants a role to somebody, with a reason, and shows a refusal', async () => {
  const grantRole = jest
    .fn()
    .mockRejectedValueOnce(new Error('The catalog has no such user'))
    .mockResolvedValue(granted);
  render({ grantRole });
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: 'Grant' }));
  const dialog = await screen.findByRole('dialog');
  const grant = within(dialog).getByRole('button', { name: 'Grant it' });
  expect(grant).toBeDisabled();
  await user.type(within(dialog).getByLabelText(/^Reason/), 'stands in');
  await user.click(grant);
  expect(await screen.findByText(/has no such user/)).toBeInTheDocument();
  await user.click(grant);
  expect(grantRole).toHaveBeenLastCalledWith({
    role: 'viewer',
    subject: enid.id,
    reason: 'stands in',
  });
});

it('locks what a file says, and takes back what was granted', async () => {
  const revokeRole = jest.fn(async () => granted);
  render({ revokeRole });
  const user = userEvent.setup();
  await user.click(
    await screen.findByRole('button', { name: 'Who holds which role' }),
  );
  expect(
    await screen.findByText(/says flyloft.roles.engineer, which wins/),
  ).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Take back' }));
  await user.type(screen.getByLabelText(/^Why user:default\/enid/), 'is back');
  await user.click(screen.getByRole('button', { name: 'Take the role back' }));
  expect(revokeRole).toHaveBeenCalledWith(granted.id, 'is back');
});

it('says why who may not grant can not', async () => {
  render({}, AuthorizeResult.DENY as never);
  await userEvent.click(await screen.findByRole('button', { name: 'Grant' }));
  expect(await screen.findByText(/site\.roles\.manage/)).toBeInTheDocument();
});
