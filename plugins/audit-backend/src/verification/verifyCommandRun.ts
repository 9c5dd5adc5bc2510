/**
 * `npm run audit:verify`: looks through the chain without the portal, which
 * need not run and is not trusted. Its environment gives the database and the
 * key; its arguments give points that were noted before.
 */
/* eslint-disable no-console -- it is a command, and this is what it says */
import { ConfigReader } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { ChainPoint } from '@flyloft/plugin-audit-common';
import { ChainKey } from '../chain/ChainKey';
import { openTrailReader } from './TrailReaderStore';
import { verifyChain } from './verificationRun';

const broken = 2;

async function main(): Promise<void> {
  const { DATABASE_URL, AUDIT_SIGNING_KEY, AUDIT_FORMER_KEYS } = process.env;
  if (!DATABASE_URL) throw new InputError('DATABASE_URL is not set');
  const key = ChainKey.fromConfig(
    new ConfigReader({
      audit: {
        signingKey: AUDIT_SIGNING_KEY,
        formerKeys: AUDIT_FORMER_KEYS?.split(',') ?? [],
      },
    }),
  );
  const expected = process.argv.slice(2).map(pointOf);
  const db = openTrailReader(DATABASE_URL);
  try {
    const found = await verifyChain(db, key, { expected });
    for (const fault of found.faults) console.log(`✗ ${fault.message}`);
    const { checked, faultCount, head } = found;
    console.log(
      faultCount === 0
        ? `The chain is whole: ${checked} rows are as they were written.`
        : `The chain is broken in ${faultCount} places; ${checked} rows were looked at.`,
    );
    if (head) {
      console.log(
        `It ends at ${head.sequence}:${head.hash}\n` +
          'Note that somewhere else. Given to a later run, it proves that nothing before it was cut.',
      );
    }
    console.log(`Public key of the signatures: ${key.publicKey}`);
    if (faultCount > 0) process.exitCode = broken;
  } finally {
    await db.destroy();
  }
}

function pointOf(text: string): ChainPoint {
  const [, sequence, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!sequence || !hash) {
    throw new InputError(
      `'${text}' is no point of the chain; it looks like 1234:0f1e… as an earlier run printed it`,
    );
  }
  return { sequence, hash };
}

main().catch(error => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
