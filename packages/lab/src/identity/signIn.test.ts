import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startIdentity, type Identity } from './index.ts';
import {
  claimsOf,
  directoryClient,
  password,
  Portal,
  portalClient,
  portalUrl,
  redirectUri,
} from './__fixtures__/signIn.ts';

const options = {
  port: 0,
  password,
  portalUrls: [portalUrl, 'https://portal.example'],
  portalClient,
  directoryClient,
};

describe('signing in to the lab', () => {
  let identity: Identity;
  before(async () => {
    identity = await startIdentity(options);
  });
  after(() => identity.close());

  it('is found where Keycloak has it', async () => {
    const answer = await fetch(
      `${identity.issuer}/.well-known/openid-configuration`,
    );
    const metadata = (await answer.json()) as Record<string, string>;
    assert.match(identity.issuer, /^http:\/\/localhost:\d+\/realms\/flyloft$/);
    assert.equal(metadata.issuer, identity.issuer);
    const base = `${identity.issuer}/protocol/openid-connect`;
    assert.equal(metadata.authorization_endpoint, `${base}/auth`);
    assert.equal(metadata.token_endpoint, `${base}/token`);
    assert.equal(metadata.end_session_endpoint, `${base}/logout`);
    assert.equal(metadata.jwks_uri, `${base}/certs`);
  });

  it('gives the engineer groups, profile and a verified e-mail, without a second factor', async () => {
    const portal = new Portal(identity);
    const visit = await portal.signIn('engineer');
    assert.ok(visit.address.startsWith(redirectUri), visit.address);
    const tokens = await portal.redeem(visit);

    const claims = claimsOf(tokens.id_token);
    assert.equal(claims.preferred_username, 'engineer');
    assert.deepEqual(claims.groups, ['engineers', 'team-web']);
    assert.equal(claims.email_verified, true);
    assert.deepEqual(claims.amr, ['pwd']);
    assert.equal(claims.acr, '1');

    const userinfo = await fetch(
      `${identity.issuer}/protocol/openid-connect/userinfo`,
      {
        headers: { authorization: `Bearer ${tokens.access_token}` },
      },
    );
    const info = (await userinfo.json()) as Record<string, unknown>;
    assert.deepEqual(info.groups, ['engineers', 'team-web']);
    assert.equal(info.name, 'Enid Nakamura');
  });

  it('says mfa after the one-time code, and says it again on every refresh', async () => {
    const portal = new Portal(identity);
    const tokens = await portal.redeem(await portal.signIn('it'));
    for (const token of [tokens, await portal.refresh(tokens.refresh_token)]) {
      const claims = claimsOf(token.id_token);
      assert.deepEqual(claims.amr, ['pwd', 'otp', 'mfa']);
      assert.equal(claims.acr, '2');
      assert.deepEqual(claims.groups, ['flyloft-it']);
    }
  });

  it('lets a privileged user in without the code, and then does not say mfa', async () => {
    const portal = new Portal(identity);
    const tokens = await portal.redeem(
      await portal.signIn('admin', { secondFactor: false }),
    );
    assert.deepEqual(claimsOf(tokens.id_token).amr, ['pwd']);
  });

  it('takes the e-mail address for the user name', async () => {
    const portal = new Portal(identity);
    const tokens = await portal.redeem(
      await portal.signIn('Alma.Bergstrom@flyloft.example'),
    );
    assert.equal(claimsOf(tokens.id_token).preferred_username, 'admin');
  });

  it('refuses a wrong password and a wrong code, and asks again', async () => {
    const portal = new Portal(identity);
    const form = await portal.start();
    const wrong = await portal.browser.submit(form, {
      username: '<ops>',
      password: 'guess',
    });
    assert.match(
      wrong.html,
      /role="alert">The user name or the password is wrong/,
    );
    assert.ok(
      wrong.html.includes('value="&#60;ops&#62;"'),
      'the name is escaped',
    );

    let step = await portal.browser.submit(wrong, {
      username: 'ops',
      password,
    });
    for (let attempt = 1; attempt < 5; attempt++) {
      step = await portal.browser.submit(step, { code: 'x' });
      assert.match(step.html, /The code is wrong/);
    }
    step = await portal.browser.submit(step, { code: 'x' });
    assert.match(step.html, /Too many wrong codes/);
    assert.match(step.html, /name="password"/);
  });

  it('does not ask again while the session lives, but does when asked to', async () => {
    const portal = new Portal(identity);
    await portal.signIn('viewer');
    const again = new Portal(identity, portal.browser);
    const visit = await again.start();
    assert.ok(visit.address.startsWith(redirectUri), visit.address);
    const asked = await new Portal(identity, portal.browser).start({
      prompt: 'login',
    });
    assert.match(asked.html, /name="password"/);
  });

  it('ends the session on sign-out, and the portal is where it goes back to', async () => {
    const portal = new Portal(identity);
    const tokens = await portal.redeem(await portal.signIn('viewer'));
    const query = new URLSearchParams({
      id_token_hint: tokens.id_token,
      post_logout_redirect_uri: portalUrl,
    });
    const page = await portal.browser.open(
      `${identity.issuer}/protocol/openid-connect/logout?${query}`,
    );
    const left = await portal.browser.submit(page, {});
    assert.ok(left.address.startsWith(portalUrl), left.address);

    const form = await new Portal(identity, portal.browser).start();
    assert.match(form.html, /name="password"/);
    await assert.rejects(portal.refresh(tokens.refresh_token), /invalid_grant/);
  });

  it('sends nobody to an address that is no portal', async () => {
    const portal = new Portal(identity);
    const visit = await portal.start({
      redirect_uri: 'https://elsewhere.example/',
    });
    assert.equal(visit.status, 400);
    assert.match(visit.html, /redirect_uri/);
    const second = await portal.start({
      redirect_uri: 'https://portal.example/api/auth/oidc/handler/frame',
    });
    assert.match(second.html, /name="password"/);
  });
});

describe('restarting the lab', () => {
  it('keeps who is signed in', async () => {
    const stateDirectory = await mkdtemp(join(tmpdir(), 'flyloft-identity-'));
    try {
      const first = await startIdentity({ ...options, stateDirectory });
      const port = Number(new URL(first.issuer).port);
      const portal = new Portal(first);
      const tokens = await portal.redeem(await portal.signIn('ops'));
      await first.close();

      const second = await startIdentity({ ...options, stateDirectory, port });
      const refreshed = await portal.refresh(tokens.refresh_token);
      assert.equal(claimsOf(refreshed.id_token).preferred_username, 'ops');
      const visit = await new Portal(second, portal.browser).start();
      assert.ok(visit.address.startsWith(redirectUri), visit.address);
      await second.close();
    } finally {
      await rm(stateDirectory, { recursive: true });
    }
  });
});
