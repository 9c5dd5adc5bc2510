/**
 * `npm run secrets`: looks after secrets without the portal, which may run
 * meanwhile, and must have run once. `--config` names the configuration's files; the rest of the
 * arguments say what to do.
 */
/* eslint-disable no-console -- it is a command, and this is what it says */
import { ConfigSources } from '@backstage/config-loader';
import { InputError } from '@backstage/errors';
import { KeyRing } from '../keys/KeyRing';
import { SecretRecordStore } from '../secrets/SecretRecordStore';
import { SecretService } from '../secrets/SecretService';
import { readSecretSettings } from '../secrets/secretSettings';
import { SecretUpkeep } from '../secrets/SecretUpkeep';
import { VaultClient } from '../vault/VaultClient';
import { openSecretDatabase } from './SecretDatabaseStore';
import { secretsCommand } from './secretsCommand';

async function main(): Promise<number> {
  const { DATABASE_URL } = process.env;
  if (!DATABASE_URL) throw new InputError('DATABASE_URL is not set');
  const [configured, asked] = splitArguments(process.argv.slice(2));
  const config = await ConfigSources.toConfig(
    ConfigSources.default({ argv: configured }),
  );
  const settings = readSecretSettings(config);
  const db = openSecretDatabase(DATABASE_URL);
  try {
    const parts = {
      records: new SecretRecordStore(db),
      keys: new KeyRing(settings.keys),
      vault: settings.vault && new VaultClient(settings.vault),
      place: settings.place,
    };
    const service = new SecretService(parts);
    const upkeep = new SecretUpkeep({ ...parts, service });
    return await secretsCommand(upkeep, asked, line => console.log(line));
  } finally {
    await db.destroy();
    config.close();
  }
}

/** `--config` with its file belongs to the configuration, the rest to the command. */
function splitArguments(all: string[]): [string[], string[]] {
  const configured: string[] = [];
  const asked: string[] = [];
  for (let at = 0; at < all.length; at += 1) {
    if (all[at] === '--config') configured.push(all[at]!, all[(at += 1)] ?? '');
    else asked.push(all[at]!);
  }
  return [configured, asked];
}

main()
  .then(status => {
    process.exitCode = status;
  })
  .catch(error => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
