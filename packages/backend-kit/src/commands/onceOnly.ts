import { createHash } from 'node:crypto';
import { InputError } from '@backstage/errors';
import type { Knex } from 'knex';
import { run as runSql } from '../listing/ListStore';
import { sql } from '../listing/sql';

/** A command that its caller may send again, not knowing whether it arrived. */
export interface RepeatableCommand {
  actor: string;
  /** The `Idempotency-Key`; without one the command is simply done. */
  key: string | null;
  /** What is asked for, whole: the same key for something else is a mistake. */
  what: unknown;
}

/**
 * In the plugin's own table `idempotent_commands` (actor, key, command, answer,
 * at). Does a command once for each key, within its transaction, and answers a
 * repetition with the first answer. Two at the same time wait for each other
 * at the key's row.
 *
 * @throws InputError when the key was used for another command.
 */
export async function onceOnly<T>(
  tx: Knex.Transaction,
  { actor, key, what }: RepeatableCommand,
  run: () => Promise<T>,
): Promise<T> {
  if (key === null) return run();
  const command = createHash('sha256')
    .update(JSON.stringify(what))
    .digest('hex');
  const [claimed] = await runSql(
    tx,
    sql`insert into idempotent_commands (actor, key, command)
      values (${actor}, ${key}, ${command}) on conflict do nothing returning key`,
  );
  if (!claimed) {
    const [known] = await runSql<{ command: string; answer: T }>(
      tx,
      sql`select command, answer from idempotent_commands
        where actor = ${actor} and key = ${key}`,
    );
    if (known?.command !== command) {
      throw new InputError(
        `The Idempotency-Key '${key}' was used for another command; take a new one`,
      );
    }
    return known.answer;
  }
  const answer = await run();
  await runSql(
    tx,
    sql`update idempotent_commands set answer = ${JSON.stringify(answer)}::jsonb
      where actor = ${actor} and key = ${key}`,
  );
  return answer;
}

/** Forgets commands that nobody repeats any more. */
export async function forgetCommands(db: Knex, hours: number): Promise<void> {
  await runSql(
    db,
    sql`delete from idempotent_commands where at < now() - make_interval(hours => ${hours})`,
  );
}
