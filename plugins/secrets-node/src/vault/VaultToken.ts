import { z } from 'zod';
import type { VaultCall } from './vaultCall';
import type { VaultSettings } from './vaultSettings';

const authSchema = z.object({
  auth: z.object({
    client_token: z.string(),
    lease_duration: z.number(),
    renewable: z.boolean(),
  }),
});
const selfSchema = z.object({
  data: z.object({ ttl: z.number(), renewable: z.boolean().optional() }),
});

interface Held {
  token: string;
  renewable: boolean;
  /** When it is to be renewed; null when it never ends. */
  renewAt: number | null;
}

/** After this share of its time a token is renewed. */
const renewAfter = 2 / 3;

/**
 * The token under which Vault is asked: the one given, or one for an AppRole.
 * It is renewed in good time, when it is next used; one that is refused is
 * replaced once by a new sign-in.
 */
export class VaultToken {
  private held: Held | null = null;
  private getting: Promise<Held> | null = null;

  constructor(
    private readonly settings: VaultSettings,
    private readonly send: (call: VaultCall) => Promise<unknown>,
    private readonly now: () => number = Date.now,
  ) {}

  /** Does something with a good token. */
  async with<T>(run: (token: string) => Promise<T>): Promise<T> {
    const held = await this.get();
    try {
      return await run(held.token);
    } catch (error) {
      const refused = (error as { status?: number }).status === 403;
      if (!refused || this.settings.signIn.kind === 'token') throw error;
      if (this.held === held) this.held = null;
      return run((await this.get()).token);
    }
  }

  /** How long the token is good yet; null when it never ends. */
  async lookUp(): Promise<{ tokenSeconds: number | null }> {
    const answer = await this.with(token =>
      this.send({ method: 'GET', path: 'auth/token/lookup-self', token }),
    );
    const { ttl } = selfSchema.parse(answer).data;
    return { tokenSeconds: ttl === 0 ? null : ttl };
  }

  private async get(): Promise<Held> {
    const { held } = this;
    if (held && (held.renewAt === null || this.now() < held.renewAt)) {
      return held;
    }
    // Many ask at once; one signs in for all.
    this.getting ??= this.renewOrSignIn(held).finally(() => {
      this.getting = null;
    });
    return this.getting;
  }

  private async renewOrSignIn(old: Held | null): Promise<Held> {
    const { signIn } = this.settings;
    if (old?.renewable) {
      try {
        return this.hold(
          await this.send({
            method: 'POST',
            path: 'auth/token/renew-self',
            body: {},
            token: old.token,
          }),
        );
      } catch (error) {
        // What can't be renewed is replaced, where we can sign in anew.
        if (signIn.kind === 'token') throw error;
      }
    }
    if (signIn.kind === 'token') return this.holdGiven(signIn.token);
    return this.hold(
      await this.send({
        method: 'POST',
        path: `auth/${signIn.mount}/login`,
        body: { role_id: signIn.roleId, secret_id: signIn.secretId },
      }),
    );
  }

  private async holdGiven(token: string): Promise<Held> {
    const { ttl, renewable = false } = selfSchema.parse(
      await this.send({ method: 'GET', path: 'auth/token/lookup-self', token }),
    ).data;
    this.held = { token, renewable, renewAt: this.renewAt(ttl) };
    return this.held;
  }

  private hold(answer: unknown): Held {
    const { auth } = authSchema.parse(answer);
    this.held = {
      token: auth.client_token,
      renewable: auth.renewable,
      renewAt: this.renewAt(auth.lease_duration),
    };
    return this.held;
  }

  private renewAt(seconds: number): number | null {
    return seconds === 0 ? null : this.now() + seconds * 1000 * renewAfter;
  }
}
