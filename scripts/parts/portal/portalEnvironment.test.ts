import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { projectRoot } from '../../bootstrap/paths.mjs';
import type { LabDescription } from '../lab/lab.ts';
import { portalEnvironment } from './portalEnvironment.ts';

const lab: LabDescription = {
  pid: 1,
  control: 'http://localhost:18099',
  identity: {
    issuer: 'http://localhost:18000/realms/flyloft',
    adminUrl: 'http://localhost:18000',
    realm: 'flyloft',
    clientId: 'portal',
    clientSecret: 'portal-secret',
    directoryClientId: 'directory',
    directoryClientSecret: 'directory-secret',
    users: [],
    password: 'open sesame',
  },
  clusters: ['pve-west', 'pve-east'].map(id => ({
    id,
    title: id,
    version: '9.1.4',
    caPem: 'PEM',
    fingerprints: [],
    unprivilegedTokenId: 'x',
    unprivilegedTokenSecret: 'x',
    adminUser: 'x',
    adminPassword: 'x',
    endpoints: ['https://127.0.0.1:18001'],
    caFile: `/data/${id}.pem`,
    tokenId: 'flyloft@pve!inventory',
    tokenSecret: `${id}-secret`,
  })),
  vault: {
    url: 'http://127.0.0.1:18090',
    mount: 'secret',
    roleId: 'x',
    secretId: 'x',
    rootToken: 'x',
  },
  estates: (
    [
      ['vc-south', 'vsphere'],
      ['pc-north', 'nutanix'],
      ['kv-central', 'kubevirt'],
    ] as const
  ).map(([id, platform]) => ({
    id,
    platform,
    title: id,
    version: '1',
    url: 'https://127.0.0.1:18030',
    caFile: `/data/${id}.pem`,
    caPem: 'PEM',
    fingerprint: '',
    username: 'flyloft',
    password: `${id}-password`,
    token: `${id}-token`,
    unprivilegedUsername: 'x',
    unprivilegedPassword: 'x',
    unprivilegedToken: 'x',
  })),
};

function environment(change: { apiToken?: string } = {}) {
  return portalEnvironment({
    projectRoot: '/project',
    url: 'http://localhost:7007',
    host: '127.0.0.1',
    port: 7007,
    devUrl: 'http://localhost:3000',
    databaseUrl: 'postgresql://localhost/flyloft',
    sessionSecret: 'session-secret',
    auditKey: 'audit-key',
    secretsKeyFile: '/data/secrets.key',
    lab,
    ...change,
  });
}

function variablesIn(file: string): string[] {
  const text = fs
    .readFileSync(path.join(projectRoot, file), 'utf8')
    .replaceAll(/^\s*#.*$/gm, '');
  return [...text.matchAll(/\$\{(\w+)\}/g)].flatMap(match => match[1] ?? []);
}

test('every variable that the committed configuration names is set', () => {
  const env = environment();
  const named = [
    'app-config.yaml',
    'app-config.lab.yaml',
    'app-config.dev.yaml',
  ].flatMap(variablesIn);
  assert.ok(named.length > 15);
  assert.deepEqual(
    named.filter(name => !env[name]),
    [],
  );
});

test('a cluster with one endpoint is asked there again, never nowhere', () => {
  const env = environment();
  assert.equal(env.LAB_PVE_EAST_ENDPOINT_2, env.LAB_PVE_EAST_ENDPOINT_1);
});

test('without an API token nothing about tokens is configured', () => {
  assert.deepEqual(
    Object.keys(environment()).filter(name => name.startsWith('APP_CONFIG')),
    [],
  );
});

test('the API token can only read, and only inventory and catalog', () => {
  const env = environment({ apiToken: 'a-token-of-some-length' });
  const [entry, ...others] = JSON.parse(
    env.APP_CONFIG_backend_auth_externalAccess as string,
  );
  assert.deepEqual(others, []);
  assert.equal(entry.options.token, 'a-token-of-some-length');
  assert.deepEqual(
    entry.accessRestrictions.map(
      (restriction: { plugin: string }) => restriction.plugin,
    ),
    ['inventory', 'catalog'],
  );
  for (const restriction of entry.accessRestrictions) {
    assert.deepEqual(restriction.permissionAttribute, { action: 'read' });
  }
});
