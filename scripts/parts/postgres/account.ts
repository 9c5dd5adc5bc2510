/**
 * PostgreSQL refuses to run as root. Under root it runs as an account that
 * exists on the machine; none is ever created.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { Problem } from '../../bootstrap/problem.mjs';

export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** The accounts of /etc/passwd. */
export function parsePasswd(text: string): Account[] {
  return text
    .split('\n')
    .map(line => line.split(':'))
    .filter(fields => fields.length >= 4)
    .map(([name = '', , uid, gid]) => ({
      name,
      uid: Number(uid),
      gid: Number(gid),
    }));
}

/**
 * The account for PostgreSQL: whose data it is already, else who owns the
 * project, else the machine's own `postgres`, else `nobody`.
 */
export function chooseAccount(
  accounts: Account[],
  owners: { data?: number; project?: number },
): Account {
  const candidates = [
    accounts.find(account => account.uid === owners.data),
    accounts.find(account => account.uid === owners.project),
    accounts.find(account => account.name === 'postgres'),
    accounts.find(account => account.name === 'nobody'),
  ];
  const found = candidates.find(account => account && account.uid !== 0);
  if (found) return found;
  throw new Problem(
    'PostgreSQL refuses to run as root, and this machine has no other account for it.',
    'Start Flyloft as an ordinary user, or add an account ("useradd --system postgres"), or set DATABASE_URL.',
  );
}

/** The account to run PostgreSQL as; undefined when it is our own. */
export function accountForPostgres(
  dataDirectory: string,
  projectRoot: string,
): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return chooseAccount(parsePasswd(fs.readFileSync('/etc/passwd', 'utf8')), {
    data: fs.statSync(dataDirectory, { throwIfNoEntry: false })?.uid,
    project: fs.statSync(projectRoot).uid,
  });
}

/** Whether the account can pass every directory on the way, and read this. */
export function canRead(account: Account, file: string): boolean {
  return succeeds(
    account,
    'test -r "$1" && { ! test -d "$1" || test -x "$1"; }',
    file,
  );
}

function succeeds(account: Account, script: string, file: string): boolean {
  const { status } = spawnSync('/bin/sh', ['-c', script, 'sh', file], {
    uid: account.uid,
    gid: account.gid,
    cwd: '/',
    stdio: 'ignore',
  });
  return status === 0;
}
