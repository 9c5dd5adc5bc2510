/** Two portals: a session that is ended at one is refused by both, soon. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { projectRoot } from '../../scripts/bootstrap/paths.mjs';
import { startStack, type Replica, type Stack } from '../harness/stack.ts';
import type { Session } from '../harness/signIn.ts';

const REFUSED_SECONDS = 10;
const apiToken = 'a-static-token-for-scripts';

let stack: Stack;

before(async () => {
  stack = await startStack({ portals: 2, apiToken });
});
after(() => stack?.close());

/** What anybody does who got hold of a token, by any way it may travel. */
function thief(session: Session) {
  const limited = limitedOf(session.token);
  const ask = (
    replica: Replica,
    path: string,
    headers: Record<string, string>,
  ) =>
    fetch(new URL(path, replica.url), {
      headers,
      signal: AbortSignal.timeout(20_000),
    });
  const ways = [
    (replica: Replica) =>
      ask(replica, '/api/inventory/guests?limit=1', {
        authorization: `Bearer ${session.token}`,
      }),
    (replica: Replica) =>
      ask(replica, '/api/auth/v1/userinfo', {
        authorization: `Bearer ${limited}`,
      }),
    (replica: Replica) =>
      ask(replica, '/api/app/.backstage/auth/v1/cookie', {
        authorization: `Bearer ${session.token}`,
      }),
  ];
  return {
    /** The status of each way at each replica. */
    statuses: () =>
      Promise.all(
        stack.replicas.flatMap(replica =>
          ways.map(async way => (await way(replica)).status),
        ),
      ),
  };
}

/** The limited token of Backstage's cookie, which anybody can make of a full one. */
function limitedOf(token: string): string {
  const [header = '', payload = ''] = token.split('.');
  const read = (part: string) =>
    JSON.parse(Buffer.from(part, 'base64url').toString());
  const write = (value: object) =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const { alg, kid } = read(header);
  const { sub, iat, exp, uip } = read(payload);
  return [
    write({ typ: 'vnd.backstage.limited-user', alg, kid }),
    write({ sub, iat, exp }),
    uip,
  ].join('.');
}

const sessionIdOf = (session: Session): string =>
  JSON.parse(
    Buffer.from(session.token.split('.')[1] ?? '', 'base64url').toString(),
  ).sid;

async function renewal(session: Session, replica: Replica) {
  const url = new URL(
    '/api/auth/oidc/refresh?env=production&optional=',
    replica.url,
  );
  const answer = await fetch(url, {
    headers: {
      // One browser, whose cookies are for the host, not for the port.
      cookie: session.cookies.header(new URL(stack.url + url.pathname)),
      'x-requested-with': 'XMLHttpRequest',
    },
    signal: AbortSignal.timeout(20_000),
  });
  return { status: answer.status, text: await answer.text() };
}

test('a stolen token of an ended session is refused everywhere within ten seconds', async () => {
  const engineer = await stack.signIn('engineer', stack.replicas[0]);
  const stolen = thief(engineer);
  const open = await stolen.statuses();
  assert.deepEqual([...new Set(open)], [200], `before: ${open}`);

  const it = await stack.signIn('it', stack.replicas[1]);
  await it.json(`/api/sessions/${sessionIdOf(engineer)}/end`, {
    method: 'POST',
  });
  const ended = Date.now();
  for (;;) {
    const now = await stolen.statuses();
    if (now.every(status => status === 401)) break;
    const seconds = (Date.now() - ended) / 1000;
    assert.ok(seconds < REFUSED_SECONDS, `after ${seconds} s: ${now}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  console.log(`refused after ${Date.now() - ended} ms`);

  for (const replica of stack.replicas) {
    const { status, text } = await renewal(engineer, replica);
    assert.equal(status, 401);
    assert.match(text, /ended by it/);
  }
  const why = await fetch(
    new URL(`/api/sessions/ended/${sessionIdOf(engineer)}`, stack.url),
  );
  assert.equal(
    ((await why.json()) as { endedBy: string }).endedBy,
    'user:default/it',
  );
  const again = await stack.signIn('engineer');
  assert.equal((await again.fetch('/api/inventory/guests')).status, 200);
});

test('signing out ends the token that was copied before', async () => {
  const engineer = await stack.signIn('engineer');
  const url = new URL('/api/auth/oidc/logout?env=production', stack.url);
  await fetch(url, {
    method: 'POST',
    headers: {
      cookie: engineer.cookies.header(url),
      'x-requested-with': 'XMLHttpRequest',
    },
  });
  const { status } = await engineer.fetch('/api/inventory/guests');
  assert.equal(status, 401);
});

test('sessions outlive a restart of the portal, and tokens of scripts have none', async () => {
  const engineer = await stack.signIn('engineer');
  const [first] = stack.replicas;
  await first!.stop();
  await first!.start();
  assert.equal((await engineer.fetch('/api/inventory/guests')).status, 200);
  const script = await fetch(
    new URL('/api/inventory/guests?limit=1', stack.url),
    { headers: { authorization: `Bearer ${apiToken}` } },
  );
  assert.equal(script.status, 200);
});

test('the trail tells of all of it, and its chain is whole', async () => {
  const admin = await stack.signIn('admin');
  const { items } = await admin.json<{
    items: Array<{
      type: string;
      outcome: string;
      actor: { ref: string };
      resource: { name: string } | null;
    }>;
  }>('/api/audit?limit=200');
  const told = items.map(
    ({ type, outcome, actor }) => `${type} ${outcome} ${actor.ref}`,
  );
  for (const line of [
    'auth.sign-in succeeded user:default/engineer',
    'auth.sign-out succeeded user:default/engineer',
    'sessions.session-end succeeded user:default/it',
  ]) {
    assert.ok(told.includes(line), `${line} is not among ${told}`);
  }
  await admin.json('/api/audit/verifications', { method: 'POST' });
  const deadline = Date.now() + 20_000;
  for (;;) {
    const { verification } = await admin.json<{
      verification: { state: string; faults: unknown[] };
    }>('/api/audit/chain');
    if (verification.state !== 'running') {
      assert.equal(
        verification.state,
        'intact',
        JSON.stringify(verification.faults),
      );
      break;
    }
    assert.ok(Date.now() < deadline);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
});

/** What `npm run audit:verify` runs, on this stack's database. */
function verify(...points: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      path.join(
        projectRoot,
        'plugins/audit-backend/src/verification/verifyCommandRun.ts',
      ),
      ...points,
    ],
    {
      cwd: projectRoot,
      encoding: 'utf8',
      timeout: 60_000,
      env: {
        ...process.env,
        DATABASE_URL: stack.databaseUrl,
        AUDIT_SIGNING_KEY: 'for-tests-only, as long as it must be',
      },
    },
  );
  return { status, text: stdout + stderr };
}

test('the verifying command finds what the owner of the database did', async () => {
  const whole = verify();
  assert.equal(whole.status, 0, whole.text);
  const [point = ''] = /\d+:[0-9a-f]{64}/.exec(whole.text) ?? [];
  assert.equal(verify(point).status, 0);

  const database = new pg.Client({ connectionString: stack.databaseUrl });
  await database.connect();
  try {
    await assert.rejects(
      database.query('delete from audit.audit_events'),
      /written once/,
    );
    await database.query("set session_replication_role = 'replica'");
    await database.query(
      "update audit.audit_events set actor_ref = 'user:default/x' where sequence = 2",
    );
  } finally {
    await database.end();
  }
  const broken = verify(point);
  assert.equal(broken.status, 2, broken.text);
  assert.match(broken.text, /Row 2 was changed after it was written/);
});
