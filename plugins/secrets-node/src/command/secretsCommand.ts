import { InputError } from '@backstage/errors';
import type { SecretUpkeep, UpkeepResult } from '../secrets/SecretUpkeep';

/** What the command can be asked; printed when it was asked something else. */
const usage = `npm run secrets -- check                  says how the secret store is
npm run secrets -- rotate                 wraps what older master keys sealed under the current one
npm run secrets -- rotate --data-keys     seals every secret anew as well
npm run secrets -- move --to postgresql   (or vault) moves every secret there`;

/** What ends the command with a status of its own: something is not well. */
const unwell = 2;

/**
 * `npm run secrets`: what the page does, without the portal. It prints names
 * and counts, and never a value.
 *
 * @returns The status to end with: 0, or 2 when something is not well.
 * @throws InputError for arguments it doesn't know.
 */
export async function secretsCommand(
  upkeep: Pick<SecretUpkeep, 'state' | 'rotate' | 'move'>,
  arguments_: readonly string[],
  print: (line: string) => void,
): Promise<number> {
  const asked = arguments_.join(' ');
  switch (asked) {
    case 'check':
      return check(upkeep, print);
    case 'rotate':
    case 'rotate --data-keys':
      return report(
        await upkeep.rotate({ dataKeys: asked !== 'rotate' }),
        'rotated',
        print,
      );
    case 'move --to postgresql':
      return report(await upkeep.move('postgresql'), 'moved', print);
    case 'move --to vault':
      return report(await upkeep.move('vault'), 'moved', print);
    default:
      throw new InputError(`Say what to do:\n${usage}`);
  }
}

async function check(
  upkeep: Pick<SecretUpkeep, 'state'>,
  print: (line: string) => void,
): Promise<number> {
  const { place, postgresql, vault, keys, problems } = await upkeep.state();
  print(
    `New secrets go to ${place}. ${postgresql} lie in PostgreSQL, ${vault} in Vault.`,
  );
  for (const { id, secrets, current, there } of keys) {
    const state = there ? 'there' : 'missing';
    print(
      `Master key ${id}: ${current ? 'current' : state}, ${secrets} secrets`,
    );
  }
  for (const problem of problems) print(`✗ ${problem}`);
  if (problems.length === 0) print('All is well.');
  return problems.length === 0 ? 0 : unwell;
}

function report(
  { done, failed }: UpkeepResult,
  word: string,
  print: (line: string) => void,
): number {
  print(`${done} secrets ${word}.`);
  for (const { name, problem } of failed) print(`✗ ${name}: ${problem}`);
  return failed.length === 0 ? 0 : unwell;
}
