import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import KeycloakAdminClient from '@keycloak/keycloak-admin-client';
import { startIdentity, type Identity } from './index.ts';
import {
  directoryClient,
  password,
  Portal,
  portalClient,
  portalUrl,
} from './__fixtures__/signIn.ts';

const realm = 'flyloft';

/** Somebody else's client: what it reads is what the portal's directory import reads. */
async function aClient(identity: Identity): Promise<KeycloakAdminClient> {
  const client = new KeycloakAdminClient({
    baseUrl: identity.adminUrl,
    realmName: realm,
  });
  await client.auth({
    grantType: 'client_credentials',
    clientId: directoryClient.id,
    clientSecret: directoryClient.secret,
  });
  return client;
}

describe('the directory API', () => {
  let identity: Identity;
  let client: KeycloakAdminClient;
  before(async () => {
    identity = await startIdentity({
      port: 0,
      password,
      portalUrls: [portalUrl],
      portalClient,
      directoryClient,
      crowd: 243,
    });
    client = await aClient(identity);
  });
  beforeEach(() => identity.setFault(null));
  after(() => identity.close());

  it('lists every user once, page by page', async () => {
    const count = await client.users.count({ realm });
    assert.equal(count, 250);
    const names: (string | undefined)[] = [];
    for (let first = 0; first < count; first += 100) {
      const page = await client.users.find({ realm, first, max: 100 });
      names.push(...page.map(user => user.username));
    }
    assert.equal(new Set(names).size, 250);
    assert.ok(
      ['admin', 'it', 'ops', 'engineer', 'viewer'].every(name =>
        names.includes(name),
      ),
    );
  });

  it('gives a hundred users where no size is asked for, and their details one by one', async () => {
    const users = await client.users.find({ realm });
    assert.equal(users.length, 100);
    const [brief] = await client.users.find({ realm, max: 1 });
    assert.equal(brief?.attributes, undefined);
    const full = await client.users.findOne({ realm, id: brief!.id! });
    assert.deepEqual(full?.attributes, {});
    assert.equal(await client.users.findOne({ realm, id: 'nobody' }), null);
  });

  it('lists top groups with the number below them, subgroups and members', async () => {
    const counted = (await client.groups.count({ realm })) as unknown as {
      count: number;
    };
    assert.equal(counted.count, 12);
    const top = await client.groups.find({ realm, first: 0, max: 100 });
    assert.equal(top.length, 8);
    const teams = top.find(group => group.name === 'teams')!;
    assert.equal(teams.subGroupCount, 4);
    const below = await client.groups.listSubGroups({
      parentId: teams.id!,
      first: 0,
      max: 4,
      realm,
    });
    const web = below.find(group => group.name === 'team-web')!;
    assert.equal(web.path, '/teams/team-web');
    assert.equal(web.parentId, teams.id);
    const members = await client.groups.listMembers({
      id: web.id!,
      first: 0,
      max: 100,
      realm,
    });
    assert.ok(members.some(user => user.username === 'engineer'));
    assert.deepEqual(
      await client.groups.listMembers({ id: web.id!, first: 300, realm }),
      [],
    );
    assert.equal(await client.groups.findOne({ id: 'none', realm }), null);
  });

  it('gives the service account a token whose expiry can be read', async () => {
    const token = await client.getAccessToken();
    const claims = JSON.parse(
      Buffer.from(token!.split('.')[1]!, 'base64url').toString(),
    );
    assert.ok(claims.exp > Date.now() / 1000);
    const info = await client.serverInfo.find();
    assert.ok(Number(info.systemInfo?.version?.slice(0, 2)) > 22);
  });

  it('lets nobody else read: 401 without a token of its own, 403 for a signed-in person', async () => {
    const users = `${identity.adminUrl}/admin/realms/flyloft/users`;
    const status = async (authorization?: string) =>
      (await fetch(users, { headers: authorization ? { authorization } : {} }))
        .status;
    assert.equal(await status(), 401);
    assert.equal(await status('Bearer a.b.c'), 401);
    const token = await client.getAccessToken();
    const forged = `${token!.split('.').slice(0, 2).join('.')}.${'A'.repeat(342)}`;
    assert.equal(await status(`Bearer ${forged}`), 401);
    const portal = new Portal(identity);
    const person = await portal.redeem(await portal.signIn('admin'));
    assert.equal(await status(`Bearer ${person.id_token}`), 403);
  });

  it('fails the page it is told to fail, and only that', async () => {
    identity.setFault({ kind: 'page-fails', list: 'users', page: 1 });
    assert.equal(
      (await client.users.find({ realm, first: 0, max: 100 })).length,
      100,
    );
    await assert.rejects(
      client.users.find({ realm, first: 100, max: 100 }),
      /unknown_error/,
    );
    assert.equal(
      (await client.users.find({ realm, first: 200, max: 100 })).length,
      50,
    );
  });

  it('answers a page with fewer rows, an empty list, or not at all, when told to', async () => {
    identity.setFault({
      kind: 'page-short',
      list: 'users',
      page: 0,
      missing: 3,
    });
    assert.equal(
      (await client.users.find({ realm, first: 0, max: 100 })).length,
      97,
    );
    identity.setFault({ kind: 'list-empty', list: 'groups' });
    assert.deepEqual(
      await client.groups.find({ realm, first: 0, max: 100 }),
      [],
    );
    identity.setFault({ kind: 'down' });
    await assert.rejects(client.users.count({ realm }), /503/);
  });
});
