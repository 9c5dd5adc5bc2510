import { KeycloakOrgEntityProvider } from '@backstage-community/plugin-catalog-backend-module-keycloak';
import { SchedulerServiceTaskRunner } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { LabIdentity, labSecrets } from '@flyloft/backend-kit/testing';
import { CatalogInMemory } from '../__fixtures__/CatalogInMemory';
import { createDirectoryProviders } from './createDirectoryProviders';

// Loading oidc-provider takes a while on a busy machine.
jest.setTimeout(60_000);

/** Runs the task when told to, as the scheduler would. */
class ManualSchedule implements SchedulerServiceTaskRunner {
  private task: (() => Promise<void>) | undefined;

  async run(task: Parameters<SchedulerServiceTaskRunner['run']>[0]) {
    this.task = async () => task.fn(new AbortController().signal);
  }

  async tick(): Promise<void> {
    await this.task?.();
  }
}

describe('the import of a directory that has 87 users on nine pages', () => {
  let directory: LabIdentity;
  beforeAll(async () => {
    directory = await LabIdentity.start({ crowd: 80 });
  });
  afterEach(() => directory.setFault(null));
  afterAll(() => directory.stop());

  const configOf = (removalLimit?: object) =>
    new ConfigReader({
      catalog: {
        providers: {
          keycloakOrg: {
            lab: {
              baseUrl: directory.adminUrl,
              realm: 'flyloft',
              loginRealm: 'flyloft',
              clientId: 'flyloft-directory',
              clientSecret: labSecrets.directory,
              userQuerySize: 10,
            },
          },
        },
      },
      flyloft: { directory: { removalLimit } },
    });

  /** A catalog with everybody in it, and a way to import again. */
  async function imported(
    options: {
      removalLimit?: object;
      unguarded?: boolean;
      catalog?: CatalogInMemory;
    } = {},
  ) {
    const catalog = options.catalog ?? new CatalogInMemory();
    const logger = mockServices.logger.mock();
    logger.child.mockReturnValue(logger);
    const schedule = new ManualSchedule();
    const config = configOf(options.removalLimit);
    const [provider] = options.unguarded
      ? KeycloakOrgEntityProvider.fromConfig({ config, logger }, { schedule })
      : createDirectoryProviders({
          config,
          logger,
          schedule,
          auth: mockServices.auth(),
          catalog: catalog.service,
          retryMilliseconds: 1,
        });
    await provider.connect(catalog);
    await schedule.tick();
    const errors = () => logger.error.mock.calls.map(([message]) => message);
    return { catalog, errors, sync: () => schedule.tick() };
  }

  it('puts users, groups, teams and memberships into the catalog', async () => {
    const { catalog, errors } = await imported();
    expect(errors()).toEqual([]);
    expect(catalog.namesOf('User')).toHaveLength(87);
    expect(catalog.namesOf('User')).toEqual(
      expect.arrayContaining(['admin', 'it', 'ops', 'engineer', 'viewer']),
    );
    expect(catalog.namesOf('Group')).toEqual(
      expect.arrayContaining(['engineers', 'payments', 'team-web', 'teams']),
    );
    expect(catalog.memberOf('engineer')).toEqual(['engineers', 'team-web']);
  });

  it('would lose a page of users without the guard', async () => {
    const { catalog, sync } = await imported({ unguarded: true });
    await directory.setFault({ kind: 'page-fails', list: 'users', page: 2 });
    await sync();
    // If this fails, the community module has mended it, and the guard is a second line.
    expect(catalog.namesOf('User')).toHaveLength(77);
  });

  it.each([
    ['a page of users fails', { kind: 'page-fails', list: 'users', page: 2 }],
    [
      'a page of users times out at the gateway',
      { kind: 'page-fails', list: 'users', page: 0, status: 504 },
    ],
    [
      'a page holds one user fewer',
      { kind: 'page-short', list: 'users', page: 1, missing: 1 },
    ],
    ['a page of groups fails', { kind: 'page-fails', list: 'groups', page: 0 }],
    [
      'a page holds a group fewer',
      { kind: 'page-short', list: 'groups', page: 0, missing: 1 },
    ],
    ['the members fail', { kind: 'page-fails', list: 'members', page: 0 }],
    ['there are no users', { kind: 'list-empty', list: 'users' }],
    ['there are no groups', { kind: 'list-empty', list: 'groups' }],
    ['the directory is down', { kind: 'down' }],
  ])(
    'changes nothing when %s, says so, and goes on after',
    async (_, fault) => {
      const { catalog, errors, sync } = await imported();
      const before = structuredClone(catalog.entities);
      await directory.setFault(fault);
      await sync();
      expect(catalog.entities).toEqual(before);
      expect(errors()).not.toEqual([]);

      await directory.setFault(null);
      const count = errors().length;
      await sync();
      expect(catalog.entities).toEqual(before);
      expect(errors()).toHaveLength(count);
    },
  );

  it('changes nothing after a restart either, when it remembers nobody', async () => {
    const { catalog } = await imported();
    const before = structuredClone(catalog.entities);
    await directory.setFault({ kind: 'page-fails', list: 'users', page: 4 });
    const { errors } = await imported({ catalog });
    expect(catalog.entities).toEqual(before);
    expect(errors()[0]).toMatch(
      /import of the directory lab was refused.*missing from it and still in the directory/,
    );
  });

  it('removes whoever really left', async () => {
    const { catalog, sync } = await imported();
    catalog.entities.push(aFormerUser('former'));
    await sync();
    expect(catalog.namesOf('User')).toHaveLength(87);
    expect(catalog.namesOf('User')).not.toContain('former');
  });

  it('removes many at once only when the limit is raised', async () => {
    const leavers = Array.from({ length: 30 }, (_, i) => aFormerUser(`f${i}`));
    const first = await imported();
    first.catalog.entities.push(...leavers);
    await first.sync();
    expect(first.catalog.namesOf('User')).toHaveLength(117);
    expect(first.errors()[0]).toMatch(/30 of 117 users are missing/);

    const second = await imported({
      catalog: first.catalog,
      removalLimit: { share: 0.5 },
    });
    expect(second.catalog.namesOf('User')).toHaveLength(87);
  });

  function aFormerUser(name: string) {
    const location = `url:${directory.adminUrl}/admin/realms/flyloft/users/${name}`;
    return {
      apiVersion: 'backstage.io/v1beta1',
      kind: 'User',
      metadata: {
        name,
        namespace: 'default',
        annotations: {
          'keycloak.org/id': `id-of-${name}`,
          'keycloak.org/realm': 'flyloft',
          'backstage.io/managed-by-location': location,
          'backstage.io/managed-by-origin-location': location,
        },
      },
      spec: { memberOf: [] },
    };
  }
});
