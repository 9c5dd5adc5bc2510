import { renderInTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import type {
  AuditEventDetail,
  ChainState,
  Verification,
} from '@flyloft/plugin-audit-common';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { Route, Routes } from 'react-router-dom';
import { SWRConfig } from 'swr';
import { auditApiRef, type AuditApi } from './api/auditApi';
import { EventPage } from './event/EventPage';
import { AuditPage } from './trail/AuditPage';

const event: AuditEventDetail = {
  sequence: '7',
  id: '4d3c2b1a-0f9e-4d8c-b7a6-958473625140',
  at: '2026-11-21T20:00:00.000Z',
  type: 'inventory.guest-edit',
  severity: 'medium',
  outcome: 'succeeded',
  commandId: '4d3c2b1a-0f9e-4d8c-b7a6-958473625141',
  actor: { kind: 'user', ref: 'user:default/ida', via: null },
  sessionId: '4d3c2b1a-0f9e-4d8c-b7a6-958473625142',
  resource: { kind: 'guest', id: 'g1', name: 'web-1' },
  address: '10.0.0.7',
  userAgent: 'a browser',
  method: 'POST',
  path: '/api/inventory/guests/g1',
  error: null,
  meta: { before: { notes: 'old words' }, after: { notes: 'new words' } },
  hash: 'a'.repeat(64),
  previousHash: 'b'.repeat(64),
};

const aVerification = (part: Partial<Verification> = {}): Verification => ({
  id: '4d3c2b1a-0f9e-4d8c-b7a6-958473625143',
  state: 'intact',
  startedAt: event.at,
  finishedAt: event.at,
  requestedBy: null,
  checked: 7,
  head: { sequence: '7', hash: event.hash },
  faults: [],
  faultCount: 0,
  problem: null,
  ...part,
});

const aChain = (verification: Verification | null): ChainState => ({
  head: { sequence: '7', hash: event.hash },
  waiting: 0,
  purged: null,
  retentionDays: 730,
  verification,
});

function renderPage(
  page: ReactElement,
  part: Partial<AuditApi> = {},
  at = '/',
) {
  const api: AuditApi = {
    listEvents: async () => ({
      items: [event],
      nextCursor: null,
      total: 1,
      freshness: { state: 'fresh', collectedAt: event.at, platforms: [] },
    }),
    getEvent: async () => event,
    listTypes: async () => ({ items: [] }),
    getChain: async () => aChain(aVerification()),
    verifyChain: async () => aVerification({ state: 'running' }),
    exportEvents: async () => new Blob([]),
    ...part,
  };
  return renderInTestApp(
    <SWRConfig value={{ provider: () => new Map() }}>
      <Routes>
        <Route path="/" element={page} />
        <Route path="/:id" element={page} />
      </Routes>
    </SWRConfig>,
    {
      apis: [
        [auditApiRef, api],
        [
          permissionApiRef,
          { authorize: async () => ({ result: AuthorizeResult.ALLOW }) },
        ],
      ],
      initialRouteEntries: [at],
    },
  );
}

describe('the audit page', () => {
  it('says who did what to what, and how far the chain is proved', async () => {
    renderPage(<AuditPage />);
    expect(
      await screen.findByRole('link', { name: 'Guest edit' }),
    ).toHaveAttribute('href', '/admin/audit/7');
    expect(screen.getByText('ida')).toBeInTheDocument();
    expect(screen.getByText('guest web-1')).toBeInTheDocument();
    expect(
      await screen.findByText(/Chain verified up to row 7/),
    ).toBeInTheDocument();
  });

  it('says where the chain is broken', async () => {
    const fault = {
      kind: 'changed' as const,
      sequence: '3',
      until: '3',
      message: 'Row 3 was changed after it was written',
    };
    renderPage(<AuditPage />, {
      getChain: async () =>
        aChain(
          aVerification({ state: 'broken', faults: [fault], faultCount: 5 }),
        ),
    });
    expect(
      await screen.findByText(
        /The chain is broken\. Row 3 was changed.*4 more/,
      ),
    ).toBeInTheDocument();
  });

  it('has the chain verified when asked', async () => {
    const verifyChain = jest.fn(async () => aVerification());
    renderPage(<AuditPage />, { verifyChain });
    await screen.findByText(/Chain verified/);
    await userEvent.click(screen.getByRole('button', { name: 'Verify now' }));
    expect(verifyChain).toHaveBeenCalledTimes(1);
  });
});

it('the page of an event shows before and after beside each other', async () => {
  renderPage(<EventPage />, {}, '/7');
  const row = await screen.findByRole('row', { name: /notes/ });
  expect(row).toHaveTextContent('notesold wordsnew words');
  expect(screen.getByText('Place in the chain')).toBeInTheDocument();
});
