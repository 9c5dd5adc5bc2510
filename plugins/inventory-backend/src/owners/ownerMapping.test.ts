import { ConfigReader } from '@backstage/config';
import { ownerOf, readOwnerRules, type OwnerRule } from './ownerMapping';

const rule = (part: Partial<OwnerRule>): OwnerRule => ({
  platformId: null,
  pool: null,
  tag: null,
  ownerRef: 'group:default/web',
  ...part,
});
const guest = { platformId: 'west', pool: 'shop/web', tags: ['web', 'prod'] };

it.each([
  ['the tag fits', rule({ tag: 'web' }), true],
  ['the tag does not fit', rule({ tag: 'we' }), false],
  ['the pool fits', rule({ pool: 'shop/web' }), true],
  ['the pool is an outer one', rule({ pool: 'shop' }), true],
  ['the pool only begins alike', rule({ pool: 'sho' }), false],
  ['pool and tag fit', rule({ pool: 'shop', tag: 'prod' }), true],
  ['only one of pool and tag fits', rule({ pool: 'shop', tag: 'x' }), false],
  [
    'it is of another platform',
    rule({ tag: 'web', platformId: 'east' }),
    false,
  ],
])('a rule where %s', (_case, one, fits) => {
  expect(ownerOf([one], guest)).toBe(fits ? 'group:default/web' : null);
});

it('the first rule that fits counts', () => {
  const rules = [
    rule({ tag: 'prod', ownerRef: 'group:default/first' }),
    rule({ tag: 'web', ownerRef: 'group:default/second' }),
  ];
  expect(ownerOf(rules, guest)).toBe('group:default/first');
});

it.each([
  [{ group: 'team-web', tag: 'web' }, /owners\[0\]\.group.*group:default/],
  [{ group: 'group:default/web' }, /owners\[0\].*'pool', a 'tag' or both/],
])('refuses %j, naming the key', (entry, message) => {
  const config = new ConfigReader({ inventory: { owners: [entry] } });
  expect(() => readOwnerRules(config)).toThrow(message);
});

it('reads the rules in their order', () => {
  const config = new ConfigReader({
    inventory: {
      owners: [
        { group: 'group:default/a', pool: 'a', platform: 'west' },
        { group: 'group:default/b', tag: 'b' },
      ],
    },
  });
  expect(readOwnerRules(config)).toEqual([
    rule({ ownerRef: 'group:default/a', pool: 'a', platformId: 'west' }),
    rule({ ownerRef: 'group:default/b', tag: 'b' }),
  ]);
});
