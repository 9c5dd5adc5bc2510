import { renderInTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import type { Session } from '@flyloft/plugin-sessions-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { SWRConfig } from 'swr';
import { SessionsPage } from './all/SessionsPage';
import { sessionsApiRef, type SessionsApi } from './api/sessionsApi';
import { MySessions } from './mine/MySessions';

const aSession = (part: Partial<Session> = {}): Session => ({
  id: '4d3c2b1a-0f9e-4d8c-b7a6-958473625140',
  user: 'user:default/enid',
  state: 'open',
  createdAt: '2026-11-21T19:00:00.000Z',
  lastSeenAt: '2026-11-21T20:00:00.000Z',
  expiresAt: '2026-11-22T07:00:00.000Z',
  address: '10.0.0.7',
  userAgent: 'curl/8',
  multiFactor: false,
  endedAt: null,
  end: null,
  endedBy: null,
  current: false,
  ...part,
});

const other = aSession();
const own = aSession({
  id: '4d3c2b1a-0f9e-4d8c-b7a6-958473625141',
  user: 'user:default/ida',
  current: true,
});

function renderPage(
  page: ReactElement,
  part: Partial<SessionsApi> = {},
  result: AuthorizeResult.ALLOW | AuthorizeResult.DENY = AuthorizeResult.ALLOW,
) {
  const api: SessionsApi = {
    listSessions: async () => ({
      items: [own, other],
      nextCursor: null,
      total: 2,
      freshness: { state: 'fresh', collectedAt: null, platforms: [] },
    }),
    endSession: async () => other,
    listMine: async () => ({
      items: [own, other],
      limits: { idleMinutes: 60, absoluteHours: 12 },
    }),
    endMine: async () => other,
    endMyOthers: async () => ({ ended: 1 }),
    whyEnded: async () => ({ end: null, endedAt: null, endedBy: null }),
    ...part,
  };
  return renderInTestApp(
    <SWRConfig value={{ provider: () => new Map() }}>{page}</SWRConfig>,
    {
      apis: [
        [sessionsApiRef, api],
        [permissionApiRef, { authorize: async () => ({ result }) }],
      ],
    },
  );
}

async function confirmEnd() {
  await userEvent.click(await screen.findByRole('button', { name: 'End' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByRole('button', { name: 'End' }));
}

it("ends another's session after asking, and never offers to end this one", async () => {
  const endSession = jest.fn(async () => other);
  renderPage(<SessionsPage />, { endSession });
  expect(await screen.findByText('this one')).toBeInTheDocument();
  await confirmEnd();
  expect(endSession.mock.calls).toEqual([[other.id]]);
});

it('says why who may not end sessions can not', async () => {
  renderPage(<SessionsPage />, {}, AuthorizeResult.DENY);
  await userEvent.click(await screen.findByRole('button', { name: 'End' }));
  expect(await screen.findByText(/sessions\.end/)).toBeInTheDocument();
});

it("ends one's own, one by one or all others", async () => {
  const endMine = jest.fn(async () => other);
  const endMyOthers = jest.fn(async () => ({ ended: 1 }));
  renderPage(<MySessions />, { endMine, endMyOthers });
  expect(
    await screen.findByText(/ends after 60 minutes.*after 12 hours/),
  ).toBeInTheDocument();
  await confirmEnd();
  expect(endMine.mock.calls).toEqual([[other.id]]);
  const all = 'End all others';
  await userEvent.click(await screen.findByRole('button', { name: all }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByRole('button', { name: all }));
  expect(endMyOthers).toHaveBeenCalledTimes(1);
});
