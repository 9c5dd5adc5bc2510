/** Brings a page into each state it must be able to show, by its answers. */
import type { Page, Route } from 'playwright-core';

export const states = [
  'loading',
  'empty',
  'error',
  'stale',
  'refused',
] as const;
export type State = (typeof states)[number];

/** What the driven answers say, for a test to look for. */
export const spoken = {
  error: 'The database does not answer.',
  errorId: 'e2e-4711',
  refused: 'Your roles do not include it.',
} as const;

const HOUR_MILLISECONDS = 3_600_000;

type Answer = (route: Route) => Promise<void>;

const failing =
  (status: number, error: object): Answer =>
  route =>
    route.fulfill({
      status,
      json: { error, response: { statusCode: status } },
    });

const rewritten =
  (rewrite: (body: unknown) => unknown): Answer =>
  async route => {
    const response = await route.fetch();
    const text = await response.text();
    await route.fulfill({ response, json: rewrite(JSON.parse(text)) });
  };

const answers: Record<State, Answer> = {
  // Never answered; the page's next address gives the request up.
  loading: async () => {},
  empty: rewritten(emptied),
  error: failing(500, {
    name: 'Error',
    message: spoken.error,
    errorId: spoken.errorId,
  }),
  stale: rewritten(aged),
  refused: failing(403, { name: 'NotAllowedError', message: spoken.refused }),
};

/** What a page asks of the inventory. */
export const inventoryCalls = '**/api/inventory/**';

/** From now on what the page asks is answered as in this state. */
export async function drive(
  page: Page,
  calls: string,
  state: State,
): Promise<void> {
  await undrive(page);
  await page.route(calls, route =>
    // A page that has moved on no longer waits for its answer.
    answers[state](route).catch(error => {
      if (!page.isClosed() && !/already|closed|disposed/i.test(String(error)))
        throw error;
    }),
  );
}

/** From now on everything is answered as it is. */
export async function undrive(page: Page): Promise<void> {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
}

/** The same answer with nothing in it: no rows, no parts, no figures. */
function emptied(body: unknown): unknown {
  if (!isObject(body)) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      if (name === 'freshness') return [name, value];
      if (Array.isArray(value)) return [name, []];
      if (name === 'total') return [name, 0];
      if (name === 'nextCursor') return [name, null];
      return [name, value];
    }),
  );
}

/** The same answer, collected an hour ago. */
function aged(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(aged);
  if (!isObject(body)) return body;
  const older = Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, aged(value)]),
  );
  return 'collectedAt' in body && 'state' in body
    ? {
        ...older,
        state: 'stale',
        collectedAt: new Date(Date.now() - HOUR_MILLISECONDS).toISOString(),
      }
    : older;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
