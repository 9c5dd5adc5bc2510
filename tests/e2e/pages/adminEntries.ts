/** The pages of the audit trail and of sessions, and the person's settings. */
import type { Stage } from '../visit/stage.ts';
import { all, heading, text, type PageEntry, type Shows } from './pageEntry.ts';
import { failed, listWaits, refused, waits } from './stateWords.ts';

const noAge = { none: 'what it shows is not collected from a platform' };

const someRows: Shows = text(/^1–\d+ of [\d,]+$/);

/** The newest sign-in: there always is one, the reader's own. */
async function signIn(stage: Stage): Promise<string> {
  const it = await stage.session('it');
  const { items } = await it.json<{ items: Array<{ sequence: string }> }>(
    '/api/audit?limit=1&filter=type:eq:auth.sign-in',
  );
  return items[0]?.sequence ?? '1';
}

export const adminEntries: PageEntry[] = [
  {
    route: '/admin/settings',
    address: () => '/admin/settings',
    calls: '**/api/site/**',
    loaded: all(heading('Retention'), heading('Secret store')),
    states: {
      loading: waits,
      empty: { none: 'every setting has a value' },
      error: failed,
      stale: noAge,
      refused: refused('the settings of the site'),
    },
  },
  {
    route: '/admin/users',
    address: () => '/admin/users?limit=25',
    calls: '**/api/site/**',
    loaded: all(heading('Users'), someRows),
    states: {
      loading: listWaits,
      empty: heading('No users yet'),
      error: failed,
      stale: noAge,
      refused: refused('users'),
    },
  },
  {
    route: '/admin/audit',
    address: () => '/admin/audit?limit=25',
    calls: '**/api/audit**',
    loaded: all(someRows, text('Sign in')),
    states: {
      loading: listWaits,
      empty: heading('No events yet'),
      error: failed,
      stale: noAge,
      refused: refused('events'),
    },
  },
  {
    route: '/admin/audit/:id',
    address: async stage => `/admin/audit/${await signIn(stage)}`,
    calls: '**/api/audit/events/**',
    loaded: all(heading('Who and what'), heading('Place in the chain')),
    states: {
      loading: waits,
      empty: heading('Who and what'),
      error: failed,
      stale: noAge,
      refused: refused('the audit trail'),
    },
  },
  {
    route: '/admin/tokens',
    address: () => '/admin/tokens',
    calls: '**/api/inventory/tokens**',
    loaded: heading('No token yet'),
    states: {
      loading: listWaits,
      empty: heading('No token yet'),
      error: failed,
      stale: noAge,
      refused: refused('tokens'),
    },
  },
  {
    route: '/admin/sessions',
    address: () => '/admin/sessions?limit=25',
    calls: '**/api/sessions**',
    loaded: all(someRows, text('this one')),
    states: {
      loading: listWaits,
      empty: heading('No sessions yet'),
      error: failed,
      stale: noAge,
      refused: refused('sessions'),
    },
  },
  {
    route: '/settings',
    address: () => '/settings',
    calls: '**/api/sessions/mine',
    loaded: all(heading('Settings'), text('this one')),
    states: {
      loading: waits,
      empty: heading('My sessions'),
      error: failed,
      stale: noAge,
      refused: refused('your sessions'),
    },
  },
];
