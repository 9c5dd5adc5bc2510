import {
  coreServices,
  createServiceFactory,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import authBackend from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { readRoleGroups } from '@flyloft/backend-kit';
import {
  createTestDatabase,
  LabIdentity,
  labSecrets,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';
import {
  fixedSettings,
  HeldRoles,
  roleServiceRef,
  siteSettingsServiceRef,
} from '@flyloft/plugin-site-node';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Visit, Visitor } from './__fixtures__/Visitor';
import { authModuleOidc } from './module';

// Loading oidc-provider takes a while on a busy machine.
jest.setTimeout(60_000);

// What opens sessions is another plugin's, but signing in is tested with it.
const { default: sessions } = jest.requireActual<{ default: BackendFeature }>(
  '@flyloft/plugin-sessions-backend',
);

/** Where the browser's part of the portal is; nothing answers there. */
const portalUrl = 'http://localhost:7999';

const aUser = (name: string, groups: string[], id?: string): Entity => ({
  apiVersion: 'backstage.io/v1beta1',
  kind: 'User',
  metadata: {
    name,
    namespace: 'default',
    annotations: id ? { 'keycloak.org/id': id } : {},
  },
  spec: { memberOf: groups },
  relations: groups.map(group => ({
    type: 'memberOf',
    targetRef: `group:default/${group}`,
  })),
});

describe('signing in to the portal', () => {
  let identity: LabIdentity;
  let backend: TestBackend;
  let database: TestDatabase;
  let noMigrations: string;
  let auth: string;
  let roles: HeldRoles;
  /** What the portal granted beside the files. */
  const grants: Array<{ role: string; subjectRef: string }> = [];
  const users = [
    aUser('engineer', ['engineers', 'team-web']),
    aUser('it', ['flyloft-it']),
    // The catalog alone knows that this one is privileged.
    aUser('vdc-admin', ['vdc-admins', 'flyloft-ops']),
    aUser('org-admin', ['org-admins'], 'id-of-somebody-else'),
  ];

  beforeAll(async () => {
    noMigrations = await mkdtemp(join(tmpdir(), 'flyloft-none-'));
    database = await createTestDatabase({
      schema: 'auth',
      migrations: noMigrations,
    });
    const port = await freePort();
    backend = await startTestBackend({
      features: [
        authBackend,
        authModuleOidc,
        sessions,
        createServiceFactory({
          service: siteSettingsServiceRef,
          deps: {},
          factory: () => fixedSettings(),
        }),
        createServiceFactory({
          service: roleServiceRef,
          deps: { config: coreServices.rootConfig },
          factory({ config }) {
            roles = new HeldRoles(readRoleGroups(config), async () => grants);
            return roles;
          },
        }),
        mockServices.database.factory({ knex: database.knex }),
        catalogServiceMock.factory({ entities: users }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: portalUrl },
            backend: {
              baseUrl: 'http://localhost',
              database: {
                client: 'pg',
                connection: database.url,
                pluginDivisionMode: 'schema',
              },
            },
            auth: {
              environment: 'production',
              session: { secret: 'a secret of the test' },
              providers: {
                oidc: {
                  production: {
                    metadataUrl: `http://localhost:${port}/realms/flyloft/.well-known/openid-configuration`,
                    clientId: 'flyloft',
                    clientSecret: labSecrets.portal,
                    prompt: 'auto',
                    additionalScopes: ['groups'],
                  },
                },
              },
            },
            flyloft: {
              roles: {
                it: ['flyloft-it'],
                ops: ['flyloft-ops'],
                admin: ['flyloft-admins'],
              },
            },
          },
        }),
      ],
    });
    const { port: portalPort } = backend.server.address() as AddressInfo;
    const origin = `http://localhost:${portalPort}`;
    auth = `${origin}/api/auth/oidc`;
    // Only now: a portal that starts before its identity provider must recover.
    identity = await LabIdentity.start({
      port,
      portalUrls: [origin, portalUrl],
    });
  });
  afterAll(async () => {
    await backend?.stop();
    await identity?.stop();
    await database?.drop();
    await rm(noMigrations, { recursive: true });
  });

  const aVisitor = () =>
    new Visitor([new URL(auth).origin, new URL(identity.issuer).origin]);

  const start = (visitor: Visitor, more: Record<string, string> = {}) =>
    visitor.open(
      `${auth}/start?${new URLSearchParams({
        env: 'production',
        scope: 'openid profile email groups',
        origin: portalUrl,
        redirectUrl: `${portalUrl}/guests?power=on`,
        flow: 'redirect',
        ...more,
      })}`,
    );

  async function signIn(
    visitor: Visitor,
    username: string,
    how: { withoutCode?: boolean } = {},
  ): Promise<Visit> {
    const form = await start(visitor);
    const next = await visitor.submit(form, {
      username,
      password: labSecrets.password,
    });
    if (!next.html.includes('one-time-code')) return next;
    const code = /<output id="one-time-code">(\d+)</.exec(next.html)![1];
    return visitor.submit(
      next,
      how.withoutCode ? { withoutCode: 'yes' } : { code },
    );
  }

  const refusalOf = (visit: Visit) => visit.address.searchParams.get('error');

  it('lets an engineer in with a password, and back to where they were', async () => {
    const visitor = aVisitor();
    const visit = await signIn(visitor, 'engineer');
    expect(visit.address.href).toBe(`${portalUrl}/guests?power=on`);

    const session = await visitor.call(`${auth}/refresh?env=production`);
    expect(session.status).toBe(200);
    const body = await session.json();
    expect(body.backstageIdentity.identity.userEntityRef).toBe(
      'user:default/engineer',
    );
    expect(body.profile.displayName).toBe('Enid Nakamura');
  });

  it('lets IT in with a second factor, and again when the session is renewed', async () => {
    const visitor = aVisitor();
    expect(refusalOf(await signIn(visitor, 'it'))).toBeNull();
    const session = await visitor.call(`${auth}/refresh?env=production`);
    expect(session.status).toBe(200);
  });

  it('refuses IT without one, says why, and opens no session', async () => {
    const visitor = aVisitor();
    const visit = await signIn(visitor, 'it', { withoutCode: true });
    expect(refusalOf(visit)).toMatch(/^The role "it" needs a second factor/);
    const session = await visitor.call(`${auth}/refresh?env=production`);
    expect(session.status).toBe(401);
  });

  it('lets somebody who was refused sign in again with the form', async () => {
    const visitor = aVisitor();
    await signIn(visitor, 'it', { withoutCode: true });
    const again = await start(visitor);
    expect(refusalOf(again)).toMatch(/second factor/);
    const form = await start(visitor, { prompt: 'login' });
    expect(form.html).toContain('name="password"');
  });

  it('refuses who is privileged by the catalog alone', async () => {
    const visit = await signIn(aVisitor(), 'vdc-admin');
    expect(refusalOf(visit)).toMatch(/^The role "ops" needs a second factor/);
  });

  it('asks whom the portal granted a role for what that role needs', async () => {
    grants.push({ role: 'it', subjectRef: 'user:default/engineer' });
    roles.forget();
    try {
      expect(refusalOf(await signIn(aVisitor(), 'engineer'))).toMatch(
        /^The role "it" needs a second factor/,
      );
    } finally {
      grants.pop();
      roles.forget();
    }
  });

  it('refuses who is not in the directory yet, and says what to do', async () => {
    const visit = await signIn(aVisitor(), 'viewer');
    expect(refusalOf(visit)).toMatch(
      /^You signed in as viewer, but Flyloft has not read that user from the directory yet/,
    );
  });

  it('refuses a name that the directory gave to another person', async () => {
    const visit = await signIn(aVisitor(), 'org-admin');
    expect(refusalOf(visit)).toMatch(/another person under that name/);
  });

  const sessionRows = () =>
    database.knex
      .raw('select * from sessions.sessions order by created_at')
      .then(answer => answer.rows);

  it('opens one session, which renewing keeps and signing out ends', async () => {
    await database.knex.raw('delete from sessions.sessions');
    const visitor = aVisitor();
    await signIn(visitor, 'it');
    await visitor.call(`${auth}/refresh?env=production`);
    expect(await sessionRows()).toMatchObject([
      {
        user_ref: 'user:default/it',
        multi_factor: true,
        address: '127.0.0.1',
        ended_at: null,
      },
    ]);
    await visitor.call(`${auth}/logout?env=production`, 'POST');
    expect(await sessionRows()).toMatchObject([{ end_kind: 'signed-out' }]);
  });

  it('renews nothing of a session that was ended, and says by whom', async () => {
    const visitor = aVisitor();
    await signIn(visitor, 'engineer');
    await database.knex.raw(
      `update sessions.sessions set ended_at = now(), end_kind = 'ended',
        ended_by = 'user:default/ida' where ended_at is null`,
    );
    const answer = await visitor.call(`${auth}/refresh?env=production`);
    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain('ended by ida');
  });

  it('renews nothing that was idle for too long', async () => {
    const visitor = aVisitor();
    await signIn(visitor, 'engineer');
    await database.knex.raw(
      `update sessions.sessions set last_seen_at = now() - interval '61 minutes'
        where ended_at is null`,
    );
    const answer = await visitor.call(`${auth}/refresh?env=production`);
    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain('nothing was done in it');
  });

  it('signs out here and at the identity provider, and comes back', async () => {
    const visitor = aVisitor();
    await signIn(visitor, 'engineer');
    const signOut = await visitor.call(`${auth}/logout?env=production`, 'POST');
    const { logoutUrl } = await signOut.json();
    const page = await visitor.open(logoutUrl);
    const left = await visitor.submit(page, {});
    expect(left.address.origin).toBe(portalUrl);

    const session = await visitor.call(`${auth}/refresh?env=production`);
    expect(session.status).toBe(401);
    const form = await start(visitor);
    expect(form.html).toContain('name="password"');
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
