import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseAccount, parsePasswd } from './account.ts';

const accounts = parsePasswd(
  [
    'root:x:0:0:root:/root:/bin/bash',
    'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
    'postgres:x:101:104:PostgreSQL:/var/lib/postgresql:/bin/bash',
    'ada:x:1000:1000::/home/ada:/bin/bash',
    '',
  ].join('\n'),
);

const cases: [string, { data?: number; project?: number }, string][] = [
  [
    'data that is there keeps its owner',
    { data: 65534, project: 1000 },
    'nobody',
  ],
  ['a new database belongs to who owns the project', { project: 1000 }, 'ada'],
  [
    "a project of root's gets the machine's postgres",
    { project: 0 },
    'postgres',
  ],
  ['an owner without an account is passed over', { project: 4711 }, 'postgres'],
];
for (const [name, owners, expected] of cases) {
  test(name, () => {
    assert.equal(chooseAccount(accounts, owners).name, expected);
  });
}

test('a bare machine has nobody', () => {
  const bare = accounts.filter(({ name }) => name !== 'postgres');
  assert.equal(chooseAccount(bare, { data: 0, project: 0 }).name, 'nobody');
});

test('PostgreSQL never runs as root', () => {
  const root = accounts.filter(({ uid }) => uid === 0);
  assert.throws(() => chooseAccount(root, { data: 0, project: 0 }), {
    message: /refuses to run as root/,
  });
});
