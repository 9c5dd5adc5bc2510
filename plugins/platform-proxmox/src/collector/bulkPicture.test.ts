import { parseResource, type ResourceRow } from '../wire/resources';
import { bulkPicture } from './bulkPicture';

const rows = (...wire: object[]) =>
  wire.map(parseResource).filter((row): row is ResourceRow => row !== null);
const guest = (change: object) => ({
  type: 'qemu',
  vmid: 100,
  node: 'a',
  status: 'running',
  name: 'x',
  ...change,
});

it('sorts the bulk answer by kind', () => {
  const picture = bulkPicture(
    rows(
      guest({}),
      { type: 'node', node: 'a', status: 'online' },
      { type: 'storage', storage: 's', node: 'a', status: 'available' },
      { type: 'sdn', sdn: 'z', node: 'a' },
      { type: 'sdn', sdn: 'z', node: 'b' },
    ),
  );
  expect(picture.guests).toHaveLength(1);
  expect([...picture.nodes.keys()]).toEqual(['a']);
  expect(picture.storages).toHaveLength(1);
  expect(picture.zones.get('z')).toEqual(new Set(['a', 'b']));
});

it.each([
  [
    'first',
    [guest({}), guest({ node: 'b', status: 'unknown', name: undefined })],
  ],
  [
    'last',
    [guest({ node: 'b', status: 'unknown', name: undefined }), guest({})],
  ],
])(
  'counts a guest in mid-migration once, as the node that tells of it says (%s)',
  (_, wire) => {
    const { guests } = bulkPicture(rows(...wire));
    expect(guests).toMatchObject([{ node: 'a', name: 'x', told: true }]);
  },
);
