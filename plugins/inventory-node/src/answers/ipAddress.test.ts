import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { isLocalOnly, networkOf, parseAddress } from './ipAddress';

it.each([
  ['10.0.0.5/24', { address: '10.0.0.5', prefixLength: 24 }],
  ['10.0.0.5', { address: '10.0.0.5', prefixLength: null }],
  ['2001:DB8::5/64', { address: '2001:db8::5', prefixLength: 64 }],
  ['dhcp', null],
  ['auto', null],
  ['manual', null],
  ['', null],
  ['10.0.0.5/33', null],
  ['10.0.0.5/24/1', null],
  ['fe80::1%eth0', null],
  ['10.0.0.256', null],
])('reads %p as %p', (text, expected) => {
  expect(parseAddress(text)).toEqual(expected);
});

it.each([
  ['10.2.0.17/24', '10.2.0.0/24'],
  ['10.2.0.17/32', '10.2.0.17/32'],
  ['172.16.5.9/12', '172.16.0.0/12'],
  ['2001:db8:10:20::443/64', '2001:db8:10:20::/64'],
  ['fd00::1/8', 'fd00::/8'],
  ['::1/128', '::1/128'],
  ['2001:db8::/0', '::/0'],
])('finds the network of %p', (text, expected) => {
  expect(networkOf(parseAddress(text)!)).toBe(expected);
});

it('finds a network that holds the address, for any address and prefix', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.tuple(fc.ipV4(), fc.nat({ max: 32 })),
        fc.tuple(fc.ipV6(), fc.nat({ max: 128 })),
      ),
      ([address, prefixLength]) => {
        const network = networkOf({ address, prefixLength })!;
        const [base, bits] = network.split('/');
        const family = isIP(base) === 4 ? 'ipv4' : 'ipv6';
        expect(isIP(base)).toBe(isIP(address));
        expect(Number(bits)).toBe(prefixLength);
        const block = new BlockList();
        block.addSubnet(base, prefixLength, family);
        expect(block.check(address, family)).toBe(true);
        // The base is the lowest address: it is its own network.
        expect(networkOf({ address: base, prefixLength })).toBe(network);
      },
    ),
  );
});

it.each([
  ['127.0.0.1', true],
  ['169.254.3.4', true],
  ['::1', true],
  ['fe80::1', true],
  ['febf::1', true],
  ['fec0::1', false],
  ['10.0.0.1', false],
  ['fd00::1', false],
])('says whether %p stays inside: %p', (address, expected) => {
  expect(isLocalOnly(address)).toBe(expected);
});
