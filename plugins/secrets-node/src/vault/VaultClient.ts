import { setTimeout as pause } from 'node:timers/promises';
import { ServiceUnavailableError } from '@backstage/errors';
import { Agent, request, type Dispatcher } from 'undici';
import { z } from 'zod';
import type { VaultSecrets } from '../secrets/SecretService';
import type { VaultSettings } from './vaultSettings';
import type { VaultCall } from './vaultCall';
import { VaultToken } from './VaultToken';

const largestAnswer = 1024 * 1024;
const attempts = 3;
const firstPauseMilliseconds = 200;

const writtenSchema = z.object({ data: z.object({ version: z.number() }) });
const readSchema = z.object({
  data: z.object({
    data: z.object({ name: z.string(), value: z.string() }),
    metadata: z.object({ version: z.number() }),
  }),
});

/** An answer of Vault that is no success. */
export class VaultRefusal extends Error {
  constructor(readonly status: number) {
    super(`Vault answered ${status}`);
  }
}

/**
 * Keeps values in Vault's KV store, version 2. It repeats what may be
 * repeated, signs in anew once when its token is refused, and never says more
 * of an answer than its status: Vault's words can hold names of others.
 */
export class VaultClient implements VaultSecrets {
  private readonly dispatcher: Agent;
  private readonly token: VaultToken;

  constructor(
    private readonly settings: VaultSettings,
    private readonly random: () => number = Math.random,
  ) {
    this.dispatcher = new Agent({
      connections: 4,
      connect: { ca: settings.ca, timeout: settings.timeoutMilliseconds },
    });
    this.token = new VaultToken(settings, call => this.send(call));
  }

  async write(name: string, value: string): Promise<number> {
    const answer = await this.ask(writtenSchema, {
      method: 'POST',
      path: this.path('data', name),
      body: { data: { name, value } },
    });
    return answer.data.version;
  }

  async read(name: string, vaultVersion: number): Promise<string> {
    const { data } = await this.ask(readSchema, {
      method: 'GET',
      path: `${this.path('data', name)}?version=${vaultVersion}`,
    });
    // The value says whose it is: one that was moved in Vault is not taken.
    if (data.data.name !== name || data.metadata.version !== vaultVersion) {
      throw new ServiceUnavailableError(
        `What Vault keeps as '${name}' is another secret; enter it again`,
      );
    }
    return data.data.value;
  }

  async remove(name: string): Promise<void> {
    await this.ask(z.unknown(), {
      method: 'DELETE',
      path: this.path('metadata', name),
    });
  }

  /** Looks whether Vault answers and takes us; answers for how long yet. */
  async check(): Promise<{ tokenSeconds: number | null }> {
    return this.saying(() => this.token.lookUp());
  }

  async close(): Promise<void> {
    await this.dispatcher.destroy();
  }

  private path(part: 'data' | 'metadata', name: string): string {
    const { mount, prefix } = this.settings;
    return [mount, part, ...prefix.split('/'), ...name.split('/')]
      .map(encodeURIComponent)
      .join('/');
  }

  private ask<T>(schema: z.ZodType<T>, call: VaultCall): Promise<T> {
    return this.saying(async () => {
      const answer = await this.token.with(token =>
        this.send({ ...call, token }),
      );
      return schema.parse(answer);
    });
  }

  /** Turns what went wrong into words for people. */
  private async saying<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof ServiceUnavailableError) throw error;
      throw new ServiceUnavailableError(
        `Vault at ${this.settings.address} ${wordsFor(error)}`,
      );
    }
  }

  /** @throws VaultRefusal, or the network's error after the last attempt */
  private async send(call: VaultCall): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.sendOnce(call);
      } catch (error) {
        if (attempt >= attempts || !mayPass(error)) throw error;
        const longest = firstPauseMilliseconds * 2 ** attempt;
        await pause(longest * (0.5 + this.random() / 2));
      }
    }
  }

  private async sendOnce(call: VaultCall): Promise<unknown> {
    const { address, namespace, timeoutMilliseconds } = this.settings;
    const response = await request(`${address}/v1/${call.path}`, {
      dispatcher: this.dispatcher,
      method: call.method,
      headers: {
        'x-vault-request': 'true',
        ...(call.token && { 'x-vault-token': call.token }),
        ...(namespace && { 'x-vault-namespace': namespace }),
        ...(call.body && { 'content-type': 'application/json' }),
      },
      body: call.body && JSON.stringify(call.body),
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    const text = await textOf(response.body);
    if (response.statusCode >= 300) throw new VaultRefusal(response.statusCode);
    return text === '' ? null : (JSON.parse(text) as unknown);
  }
}

async function textOf(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += (chunk as Buffer).length;
    if (size > largestAnswer) {
      body.destroy();
      throw new Error('the answer is too large');
    }
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A retry may help: nobody answered, or Vault said "not now". */
function mayPass(error: unknown): boolean {
  if (error instanceof VaultRefusal) {
    return error.status === 429 || error.status >= 500;
  }
  return (error as { code?: unknown }).code !== undefined;
}

const refusals: Record<number, string> = {
  400: 'refused the request: the role, the mount or the version of the KV store may be wrong',
  403: 'refused us: the token or the AppRole has no right to this path',
  404: 'has nothing there: the secret, or the mount itself, is missing',
  429: 'is asked too often',
  503: 'is sealed or in maintenance',
};

function wordsFor(error: unknown): string {
  if (error instanceof VaultRefusal) {
    return refusals[error.status] ?? `answered ${error.status}`;
  }
  if (error instanceof z.ZodError || error instanceof SyntaxError) {
    return 'answered something that is none of its answers';
  }
  if ((error as Error).name === 'TimeoutError') return 'did not answer in time';
  const code = (error as { code?: string }).code;
  return `could not be reached${code ? ` (${code})` : ''}`;
}
