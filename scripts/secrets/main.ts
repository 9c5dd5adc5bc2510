/** The second stage of `npm run secrets`: finds the database, the key and the configuration. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { dataDirectory, projectRoot } from '../bootstrap/paths.mjs';
import { printFailure } from '../bootstrap/problem.mjs';
import { portalConfigFiles } from '../parts/portal/portal.ts';
import { readSettings } from '../parts/portal/settings.ts';
import { provideSecrets } from '../parts/secrets/secrets.ts';

function main(): number {
  const settings = readSettings(process.env);
  const secrets = provideSecrets(path.join(dataDirectory, 'secrets.json'));
  const embedded = `postgresql://postgres:${encodeURIComponent(secrets.postgresPassword)}@127.0.0.1:${settings.postgresPort}/flyloft`;
  const { status } = spawnSync(
    process.execPath,
    [
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      path.join(
        projectRoot,
        'plugins/secrets-node/src/command/secretsCommandRun.ts',
      ),
      // The lab's file says nothing of secrets, and names what only it knows.
      ...portalConfigFiles(projectRoot, { lab: false }).flatMap(file => [
        '--config',
        file,
      ]),
      ...process.argv.slice(2),
    ],
    {
      cwd: projectRoot,
      stdio: 'inherit',
      env: {
        ...process.env,
        NODE_ENV: 'production',
        DATABASE_URL: settings.databaseUrl ?? embedded,
        FLYLOFT_SECRETS_KEY_FILE:
          settings.secretsKeyFile ?? path.join(dataDirectory, 'secrets.key'),
      },
    },
  );
  return status ?? 1;
}

try {
  process.exitCode = main();
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}
