/** What the person starting Flyloft may set, read once and checked. */
import { Problem } from '../../bootstrap/problem.mjs';

const DEFAULT_PORT = 7007;

export interface Settings {
  /** The one address: of the pages, the API, the redirects and the cookies. */
  url: URL;
  /** Where the backend listens. */
  host: string;
  port: number;
  /** Where the frontend's development server is under `npm run dev`. */
  devUrl: string;
  postgresPort: number;
  labPortBase: number;
  /** A server of the user's own; undefined means the embedded one. */
  databaseUrl: string | undefined;
  /** A read-only token for scripts; undefined means none. */
  apiToken: string | undefined;
  /** A file of the user's own with the master key of secrets. */
  secretsKeyFile: string | undefined;
  /** A key of the user's own that signs the audit trail, the same for all replicas. */
  auditKey: string | undefined;
}

/** Reads the settings from the environment, or says which one is wrong. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const ownPort = env.PORT ? portOf('PORT', env.PORT) : undefined;
  const url = addressOf(env, ownPort ?? DEFAULT_PORT);
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return {
    url,
    // Only this machine, unless a name was given by which others come.
    host: env.FLYLOFT_HOST ?? (loopback ? '127.0.0.1' : '0.0.0.0'),
    port: ownPort ?? Number(url.port || DEFAULT_PORT),
    devUrl: `http://localhost:${portOf('FLYLOFT_DEV_PORT', env.FLYLOFT_DEV_PORT ?? '3000')}`,
    postgresPort: portOf(
      'FLYLOFT_POSTGRES_PORT',
      env.FLYLOFT_POSTGRES_PORT ?? '17432',
    ),
    labPortBase: portOf('LAB_PORT_BASE', env.LAB_PORT_BASE ?? '18000'),
    databaseUrl: databaseOf(env),
    apiToken: apiTokenOf(env),
    secretsKeyFile: env.FLYLOFT_SECRETS_KEY_FILE || undefined,
    auditKey: env.AUDIT_SIGNING_KEY || undefined,
  };
}

function addressOf(env: NodeJS.ProcessEnv, port: number): URL {
  const text = env.FLYLOFT_URL ?? `http://localhost:${port}`;
  const advice =
    'Give the address as people type it, for example FLYLOFT_URL=https://flyloft.example.org';
  if (!URL.canParse(text)) {
    throw new Problem(`FLYLOFT_URL is not an address: ${text}`, advice);
  }
  const url = new URL(text);
  if (!['http:', 'https:'].includes(url.protocol)) {
    throw new Problem(
      `FLYLOFT_URL must begin with http:// or https://, not ${url.protocol}`,
      advice,
    );
  }
  if (url.pathname !== '/' || url.search || url.hash) {
    throw new Problem(
      `FLYLOFT_URL must be an origin without a path: ${text}`,
      advice,
    );
  }
  return url;
}

function portOf(name: string, text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new Problem(
    `${name} must be a port number from 1 to 65535, not "${text}".`,
  );
}

function databaseOf(env: NodeJS.ProcessEnv): string | undefined {
  if (env.DATABASE_URL) {
    if (/^postgres(?:ql)?:\/\//.test(env.DATABASE_URL)) return env.DATABASE_URL;
    throw new Problem(
      'DATABASE_URL is not an address of a PostgreSQL database.',
      'It reads postgresql://user:password@host:5432/database',
    );
  }
  if (!env.POSTGRES_HOST) return undefined;
  const url = new URL('postgresql://host');
  url.hostname = env.POSTGRES_HOST;
  url.port = env.POSTGRES_PORT ?? '5432';
  url.username = encodeURIComponent(env.POSTGRES_USER ?? 'postgres');
  url.password = encodeURIComponent(env.POSTGRES_PASSWORD ?? '');
  url.pathname = `/${encodeURIComponent(env.POSTGRES_DB ?? 'flyloft')}`;
  return url.href;
}

function apiTokenOf(env: NodeJS.ProcessEnv): string | undefined {
  const token = env.FLYLOFT_API_TOKEN;
  if (!token) return undefined;
  if (token.length >= 16 && /^\S+$/.test(token)) return token;
  throw new Problem(
    'FLYLOFT_API_TOKEN must have at least 16 characters and no blanks.',
    'A good one: openssl rand -hex 24',
  );
}
