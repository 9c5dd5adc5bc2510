import { createServer, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { VaultStore, type StoredToken } from './VaultStore.ts';

/** Who may come in, and where secrets lie. */
export interface VaultOptions {
  roleId: string;
  secretId: string;
  /** A token that never ends. */
  rootToken: string;
  mount?: string;
  namespace?: string;
  tokenTtlSeconds?: number;
  now?: () => number;
}

interface Answer {
  status: number;
  body?: unknown;
}

interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
  token: StoredToken;
}

const largestBody = 1024 * 1024;
const forever = 10 * 365 * 24 * 3600;

const errors = (status: number, ...messages: string[]): Answer => ({
  status,
  body: { errors: messages },
});
const denied = errors(403, 'permission denied');

/**
 * The part of HashiCorp Vault's HTTP API that a portal uses: KV version 2,
 * AppRole, tokens, seal. Answers have the forms of Vault 1.15 and newer:
 * https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2
 */
export class VaultServer {
  readonly store: VaultStore;
  private readonly server: Server;
  private readonly options: VaultOptions;
  private readonly mount: string;

  constructor(options: VaultOptions) {
    this.options = options;
    this.mount = options.mount ?? 'secret';
    this.store = new VaultStore(options.now ?? Date.now);
    this.store.addToken(
      { policies: ['root'], ttlSeconds: forever, renewable: false },
      options.rootToken,
    );
    this.server = createServer((request, response) => {
      this.answer(request).then(
        ({ status, body }) => {
          response.writeHead(status, {
            'content-type': 'application/json',
            'cache-control': 'no-store',
          });
          response.end(body === undefined ? '' : `${JSON.stringify(body)}\n`);
        },
        error => response.destroy(error),
      );
    });
  }

  /** Listens on loopback; answers the address. */
  async listen(port: number): Promise<string> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? '/', 'http://vault');
    const path = decodeURIComponent(url.pathname);
    const method = request.method ?? 'GET';
    if (path === '/v1/sys/health') return this.health();
    const body = await bodyOf(request);
    if (body === null) return errors(400, 'failed to parse JSON input');
    if (this.store.sealed) return errors(503, 'Vault is sealed');
    const namespace = request.headers['x-vault-namespace'] ?? '';
    if (`${namespace}`.replace(/\/$/, '') !== (this.options.namespace ?? '')) {
      return denied;
    }
    if (path === '/v1/auth/approle/login') return this.login(method, body);
    const token = this.store.token(`${request.headers['x-vault-token'] ?? ''}`);
    if (!token) return denied;
    return this.route({ method, path, query: url.searchParams, body, token });
  }

  private route(call: Call): Answer {
    const { method, path, token } = call;
    if (path === '/v1/auth/token/lookup-self' && method === 'GET') {
      return { status: 200, body: { data: this.describe(token) } };
    }
    if (path === '/v1/auth/token/renew-self') return this.renew(token);
    const data = `/v1/${this.mount}/data/`;
    const metadata = `/v1/${this.mount}/metadata/`;
    if (path.startsWith(data)) return this.data(call, path.slice(data.length));
    if (path.startsWith(metadata)) {
      return this.metadata(call, path.slice(metadata.length));
    }
    return errors(
      404,
      `no handler for route "${path.slice('/v1/'.length)}". route entry not found.`,
    );
  }

  private health(): Answer {
    const { sealed } = this.store;
    return {
      status: sealed ? 503 : 200,
      body: { initialized: true, sealed, standby: false, version: '1.17.2' },
    };
  }

  private login(method: string, body: Record<string, unknown>): Answer {
    if (method !== 'POST' && method !== 'PUT')
      return errors(405, 'unsupported operation');
    const { roleId, secretId, tokenTtlSeconds = 3600 } = this.options;
    if (body.role_id !== roleId || body.secret_id !== secretId) {
      return errors(400, 'invalid role or secret ID');
    }
    this.store.logins++;
    const token = this.store.addToken({
      policies: ['default', 'flyloft'],
      ttlSeconds: tokenTtlSeconds,
      renewable: true,
    });
    return { status: 200, body: this.authOf(token) };
  }

  private renew(token: StoredToken): Answer {
    if (!token.renewable) return errors(400, 'lease is not renewable');
    this.store.renew(token);
    return { status: 200, body: this.authOf(token) };
  }

  private authOf(token: StoredToken) {
    return {
      request_id: randomUUID(),
      auth: {
        client_token: token.id,
        policies: token.policies,
        lease_duration: this.store.secondsLeft(token),
        renewable: token.renewable,
      },
    };
  }

  private describe(token: StoredToken) {
    return {
      id: token.id,
      policies: token.policies,
      ttl: token.renewable ? this.store.secondsLeft(token) : 0,
      renewable: token.renewable,
      expire_time: token.renewable
        ? new Date(token.expiresAt).toISOString()
        : null,
    };
  }

  private data({ method, query, body }: Call, path: string): Answer {
    if (method === 'GET') return this.read(path, query);
    if (method !== 'POST' && method !== 'PUT')
      return errors(405, 'unsupported operation');
    if (typeof body.data !== 'object' || body.data === null) {
      return errors(400, 'no data provided');
    }
    const cas = (body.options as { cas?: number } | undefined)?.cas;
    const version = this.store.write(
      path,
      body.data as Record<string, unknown>,
      cas,
    );
    return version === 'mismatch'
      ? errors(400, 'check-and-set parameter did not match the current version')
      : {
          status: 200,
          body: {
            request_id: randomUUID(),
            data: { version, deletion_time: '', destroyed: false },
          },
        };
  }

  private read(path: string, query: URLSearchParams): Answer {
    const found = this.store.read(path, Number(query.get('version') ?? 0));
    if (!found) return errors(404);
    const { number, version } = found;
    return {
      status: 200,
      body: {
        request_id: randomUUID(),
        data: {
          data: version.data,
          metadata: {
            version: number,
            created_time: version.createdAt.toISOString(),
            deletion_time: '',
            destroyed: version.destroyed,
          },
        },
      },
    };
  }

  private metadata({ method, query }: Call, path: string): Answer {
    // Node's server knows no method LIST; Vault takes either.
    if (query.get('list') === 'true') {
      const keys = this.store.list(path.replace(/\/?$/, '/'));
      return keys.length === 0
        ? errors(404)
        : { status: 200, body: { data: { keys } } };
    }
    if (method !== 'DELETE') return errors(405, 'unsupported operation');
    this.store.forget(path);
    return { status: 204 };
  }
}

/** The body as an object; null when it is none, or too large. */
async function bodyOf(
  request: IncomingMessage,
): Promise<Record<string, unknown> | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > largestBody) return null;
    chunks.push(chunk as Buffer);
  }
  if (size === 0) return {};
  try {
    const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return typeof parsed === 'object' && parsed !== null
      ? (parsed as Record<string, unknown>)
      : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
