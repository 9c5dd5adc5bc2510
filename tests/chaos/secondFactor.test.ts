/** A role that needs a second factor gives no rights to a session without one. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStack, type Stack } from '../harness/stack.ts';
import type { Session } from '../harness/signIn.ts';

let stack: Stack;

before(async () => {
  stack = await startStack({ portals: 1 });
});
after(() => stack?.close());

/** What looking at the site's settings answers, which IT may and viewers may not. */
const settings = async (session: Session) =>
  (
    await fetch(new URL('/api/site/settings', stack.url), {
      headers: { authorization: `Bearer ${session.token}` },
      signal: AbortSignal.timeout(20_000),
    })
  ).status;

test('a role granted in mid-session waits for its second factor', async () => {
  const admin = await stack.signIn('admin');
  const viewer = await stack.signIn('viewer');
  assert.equal(await settings(admin), 200);
  assert.equal(await settings(viewer), 403);
  const granted = await fetch(new URL('/api/site/roles', stack.url), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${admin.token}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      role: 'admin',
      subject: 'user:default/viewer',
      reason: 'Stands in for a week',
    }),
  });
  assert.ok(granted.ok, await granted.text());
  assert.equal(await settings(viewer), 403);
  // What the viewer could do, the viewer still can.
  const guests = await fetch(
    new URL('/api/inventory/guests?limit=1', stack.url),
    { headers: { authorization: `Bearer ${viewer.token}` } },
  );
  assert.equal(guests.status, 200);
});
