/** The second stage of `npm run audit:verify`: finds the database and the key. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { dataDirectory, projectRoot } from '../bootstrap/paths.mjs';
import { printFailure } from '../bootstrap/problem.mjs';
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
        'plugins/audit-backend/src/verification/verifyCommandRun.ts',
      ),
      ...process.argv.slice(2),
    ],
    {
      cwd: projectRoot,
      stdio: 'inherit',
      env: {
        ...process.env,
        NODE_ENV: 'production',
        DATABASE_URL: settings.databaseUrl ?? embedded,
        AUDIT_SIGNING_KEY: settings.auditKey ?? secrets.auditKey,
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
