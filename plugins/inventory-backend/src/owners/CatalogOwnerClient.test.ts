import { mockServices } from '@backstage/backend-test-utils';
import { CatalogOwnerClient } from './CatalogOwnerClient';
import { requireKnownOwners } from './ownerDirectory';

const web = { apiVersion: 'v1', kind: 'Group', metadata: { name: 'web' } };
const client = (
  answer: () => Promise<{ items: Array<typeof web | undefined> }>,
) =>
  new CatalogOwnerClient(
    { getEntitiesByRefs: answer },
    mockServices.auth(),
    20,
  );
const knowsWeb = client(async () => ({ items: [web, undefined] }));

it('names the users and groups that the catalog has not', async () => {
  expect(
    await knowsWeb.unknownAmong(['group:default/web', 'group:default/shop']),
  ).toEqual(['group:default/shop']);
});

it.each([
  ['fails', async () => Promise.reject(new Error('secret detail'))],
  ['is silent', () => new Promise<never>(() => {})],
])('does not guess when the catalog %s', async (_, answer) => {
  const refused = await client(answer)
    .unknownAmong(['group:default/web'])
    .catch(error => error);
  expect(refused).toMatchObject({
    name: 'ServiceUnavailableError',
    message:
      'The catalog did not say whether group:default/web exists; try again in a moment',
  });
  expect(refused.cause).toBeUndefined();
});

it('an owner who is nobody is refused; external people are not asked for', async () => {
  await expect(
    requireKnownOwners(knowsWeb, {
      technicalOwner: 'group:default/web',
      businessOwner: 'group:default/shop',
    }),
  ).rejects.toThrow(/The catalog has no 'group:default\/shop'/);
  const silent = client(() => new Promise<never>(() => {}));
  await requireKnownOwners(silent, {
    technicalOwner: 'person:external/1',
    businessOwner: null,
  });
  expect.assertions(1);
});
