import { createHash, randomBytes } from 'node:crypto';
import type { Identity } from '../index.ts';
import { Browser, type Visit } from './Browser.ts';

export const portalUrl = 'http://localhost:7007';
export const redirectUri = `${portalUrl}/api/auth/oidc/handler/frame`;
export const portalClient = { id: 'flyloft', secret: 'portal-secret' };
export const directoryClient = {
  id: 'flyloft-directory',
  secret: 'directory-secret',
};
export const password = 'correct horse';

export type Tokens = {
  access_token: string;
  id_token: string;
  refresh_token: string;
  expires_in: number;
};

/** A portal's side of the authorization code flow with PKCE, over real sockets. */
export class Portal {
  readonly browser: Browser;
  private readonly issuer: string;
  private readonly verifier = randomBytes(32).toString('base64url');
  private readonly state = randomBytes(8).toString('hex');

  constructor(identity: Identity, browser?: Browser) {
    this.issuer = identity.issuer;
    this.browser = browser ?? new Browser(identity.adminUrl);
  }

  start(more: Record<string, string> = {}): Promise<Visit> {
    const query = new URLSearchParams({
      client_id: portalClient.id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid profile email groups',
      state: this.state,
      code_challenge: createHash('sha256')
        .update(this.verifier)
        .digest('base64url'),
      code_challenge_method: 'S256',
      ...more,
    });
    return this.browser.open(
      `${this.issuer}/protocol/openid-connect/auth?${query}`,
    );
  }

  /** Goes through the whole login form. */
  async signIn(
    username: string,
    options: { secondFactor?: boolean } = {},
  ): Promise<Visit> {
    const form = await this.start();
    const next = await this.browser.submit(form, { username, password });
    if (!next.html.includes('one-time-code')) return next;
    return options.secondFactor === false
      ? this.browser.submit(next, { withoutCode: 'yes' })
      : this.browser.submit(next, { code: codeOn(next) });
  }

  async redeem(visit: Visit): Promise<Tokens> {
    const answer = new URL(visit.address).searchParams;
    if (answer.get('state') !== this.state)
      throw new Error(`Not ours: ${visit.address}`);
    return this.token({
      grant_type: 'authorization_code',
      code: answer.get('code') ?? '',
      redirect_uri: redirectUri,
      code_verifier: this.verifier,
    });
  }

  refresh(refreshToken: string): Promise<Tokens> {
    return this.token({
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    });
  }

  private async token(fields: Record<string, string>): Promise<Tokens> {
    const response = await fetch(
      `${this.issuer}/protocol/openid-connect/token`,
      {
        method: 'POST',
        headers: { authorization: basic(portalClient) },
        body: new URLSearchParams(fields),
        signal: AbortSignal.timeout(10_000),
      },
    );
    const body = await response.json();
    if (!response.ok)
      throw new Error(`${response.status} ${JSON.stringify(body)}`);
    return body as Tokens;
  }
}

export function codeOn(visit: Visit): string {
  return /<output id="one-time-code">(\d+)</.exec(visit.html)?.[1] ?? '';
}

export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(
    Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'),
  );
}

export function basic(client: { id: string; secret: string }): string {
  return `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`;
}
