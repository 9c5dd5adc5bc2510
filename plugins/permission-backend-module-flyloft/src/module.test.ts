import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import permissionBackend from '@backstage/plugin-permission-backend';
import { ConfigReader } from '@backstage/config';
import type { BasicPermission } from '@backstage/plugin-permission-common';
import {
  readRoleGroups,
  requireAllowed,
  secondFactor,
  secondFactorServiceRef,
} from '@flyloft/backend-kit';
import {
  infrastructureReadPermission,
  syncRunPermission,
} from '@flyloft/plugin-inventory-common';
import { fixedRoles, roleServiceRef } from '@flyloft/plugin-site-node';
import { type RequestHandler, Router } from 'express';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { permissionModuleFlyloft } from './module';

const roles = {
  it: ['group:default/flyloft-it'],
  engineer: ['group:default/engineers'],
};

/** Nobody was granted a role in the portal. */
const rolesOfFiles = createServiceFactory({
  service: roleServiceRef,
  deps: {},
  factory: () =>
    fixedRoles(readRoleGroups(new ConfigReader({ flyloft: { roles } }))),
});

/** Everybody's session began with a second factor, or nobody's. */
const secondFactorIs = (isProven: boolean) =>
  createServiceFactory({
    service: secondFactorServiceRef,
    deps: {},
    factory() {
      const service = secondFactor();
      if (isProven) service.learnFrom(async () => true);
      return service;
    },
  });

/** A plugin whose two routes ask as the inventory's routes do. */
const inventoryLike = createBackendPlugin({
  pluginId: 'inventory',
  register(reg) {
    reg.registerInit({
      deps: {
        http: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
        permissions: coreServices.permissions,
      },
      async init({ http, httpAuth, permissions }) {
        const router = Router();
        const route =
          (permission: BasicPermission): RequestHandler =>
          async (req, res, next) => {
            try {
              const credentials = await httpAuth.credentials(req);
              await requireAllowed(permissions, permission, credentials, 'ask');
              res.json({ allowed: true });
            } catch (error) {
              next(error);
            }
          };
        router.get('/hosts', route(infrastructureReadPermission));
        router.post('/sync-runs', route(syncRunPermission));
        http.use(router);
      },
    });
  },
});

function aKeyStore() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const directory = mkdtempSync(join(tmpdir(), 'flyloft-keys-'));
  const publicKeyFile = join(directory, 'public.pem');
  const privateKeyFile = join(directory, 'private.pem');
  writeFileSync(publicKeyFile, publicKey);
  writeFileSync(privateKeyFile, privateKey);
  return {
    config: {
      type: 'static',
      static: { keys: [{ publicKeyFile, privateKeyFile, keyId: 'test' }] },
    },
    remove: () => rmSync(directory, { recursive: true }),
  };
}

/** What a read and a write of the plugin answer to this caller. */
async function statusesOf(
  server: Parameters<typeof request>[0],
  authorization: string,
) {
  const read = await request(server)
    .get('/api/inventory/hosts')
    .set('authorization', authorization);
  const write = await request(server)
    .post('/api/inventory/sync-runs')
    .set('authorization', authorization);
  return { read: read.status, write: write.status };
}

describe('the policy in a backend', () => {
  const start = (memberships: string[], isProven = true) =>
    startTestBackend({
      features: [
        secondFactorIs(isProven),
        permissionBackend,
        permissionModuleFlyloft,
        rolesOfFiles,
        inventoryLike,
        permissionsServiceFactory,
        mockServices.userInfo.mock({
          getUserInfo: async () => ({
            userEntityRef: 'user:default/somebody',
            ownershipEntityRefs: memberships,
          }),
        }).factory,
        mockServices.rootConfig.factory({
          data: { permission: { enabled: true }, flyloft: { roles } },
        }),
      ],
    });

  it.each([
    ['it', ['user:default/ivo', 'group:default/flyloft-it'], 200, 200],
    ['engineer', ['user:default/enid', 'group:default/engineers'], 403, 403],
    ['nobody in particular', ['user:default/eve'], 403, 403],
  ])('decides about %s by their groups', async (_who, groups, read, write) => {
    const { server } = await start(groups);
    const as = mockCredentials.user.header(groups[0] as `user:${string}`);
    expect(await statusesOf(server, as)).toEqual({ read, write });
  });

  it('gives IT nothing in a session without a second factor', async () => {
    const { server } = await start(['group:default/flyloft-it'], false);
    const as = mockCredentials.user.header('user:default/ivo');
    expect(await statusesOf(server, as)).toEqual({ read: 403, write: 403 });
  });
});

describe('the read-only service token', () => {
  const token = 'a-token-of-the-test';

  /** What the configuration says where FLYLOFT_API_TOKEN is set. */
  const externalAccess = [
    {
      type: 'static',
      options: { token, subject: 'flyloft-api' },
      accessRestrictions: [
        { plugin: 'inventory', permissionAttribute: { action: 'read' } },
        { plugin: 'catalog', permissionAttribute: { action: 'read' } },
      ],
    },
  ];

  /** Keys in files, so that Backstage's own tokens need no database here. */
  const keyStore = aKeyStore();
  afterAll(() => keyStore.remove());

  const start = () =>
    startTestBackend({
      features: [
        permissionBackend,
        permissionModuleFlyloft,
        rolesOfFiles,
        inventoryLike,
        permissionsServiceFactory,
        authServiceFactory,
        httpAuthServiceFactory,
        mockServices.rootConfig.factory({
          data: {
            permission: { enabled: true },
            flyloft: { roles },
            backend: {
              baseUrl: 'http://localhost',
              auth: { externalAccess, pluginKeyStore: keyStore.config },
            },
          },
        }),
      ],
    });

  it('reads, and gets 403 for a write', async () => {
    const { server } = await start();
    expect(await statusesOf(server, `Bearer ${token}`)).toEqual({
      read: 200,
      write: 403,
    });
  });

  it('is refused elsewhere, and another token everywhere', async () => {
    const { server } = await start();
    const elsewhere = await request(server)
      .post('/api/permission/authorize')
      .set('authorization', `Bearer ${token}`)
      .send({ items: [] });
    expect(elsewhere.status).toBe(403);
    expect(await statusesOf(server, 'Bearer another-token')).toEqual({
      read: 401,
      write: 401,
    });
  });
});
