import type { Guest } from '@flyloft/plugin-inventory-common';
import { guestEntity, type EntityContext } from './toEntities';

const context = {
  portalUrl: 'https://portal.example.org',
  defaultOwner: 'group:default/infrastructure',
} as EntityContext;

const ownerOf = (ownerRef: string | null) =>
  guestEntity(
    {
      id: '6f1c0e5e-0c7e-4f6e-9d6b-1d2b7f3a9c10',
      type: 'virtual-machine',
      name: 'web-07',
      externalId: '117',
      platformId: 'pve-west',
      ownerRef,
      tags: [],
      networks: [],
      addresses: [],
      nics: [],
      host: null,
      cluster: null,
      platformUrl: null,
    } as unknown as Guest,
    context,
  ).spec?.owner;

it.each([
  ['group:default/team-web', 'group:default/team-web'],
  [null, 'group:default/infrastructure'],
  // The catalog has no entity for who has no account.
  [
    'person:external/6f1c0e5e-0c7e-4f6e-9d6b-1d2b7f3a9c10',
    'group:default/infrastructure',
  ],
])('a guest of %s belongs to %s in the catalog', (owner, expected) => {
  expect(ownerOf(owner)).toBe(expected);
});
