import fc from 'fast-check';
import { insideInterfacesOf, insideInterfacesSchema } from './agentAnswers';

const read = (answer: unknown) =>
  insideInterfacesOf(insideInterfacesSchema.parse(answer));

it('reads what an agent tells, without what stays inside', () => {
  expect(
    read({
      result: [
        {
          name: 'lo',
          'hardware-address': '00:00:00:00:00:00',
          'ip-addresses': [{ 'ip-address': '127.0.0.1', prefix: 8 }],
        },
        {
          name: 'eth0',
          'hardware-address': 'BC:24:11:00:00:01',
          'ip-addresses': [
            { 'ip-address-type': 'ipv6', 'ip-address': 'fe80::1', prefix: 64 },
            {
              'ip-address-type': 'ipv4',
              'ip-address': '10.2.0.17',
              prefix: '24',
            },
          ],
          statistics: { 'rx-bytes': 1 },
        },
        // A VLAN on the same card: its addresses are the card's.
        {
          name: 'eth0.7',
          'hardware-address': 'bc:24:11:00:00:01',
          'ip-addresses': [
            { 'ip-address': '10.2.7.17', prefix: 24 },
            { 'ip-address': '10.2.0.17', prefix: 24 },
          ],
        },
        { name: 'tun0', 'hardware-address': 'bc:24:11:00:00:02' },
      ],
    }),
  ).toEqual([
    {
      macAddress: 'bc:24:11:00:00:01',
      addresses: [
        { address: '10.2.0.17', prefixLength: 24 },
        { address: '10.2.7.17', prefixLength: 24 },
      ],
    },
  ]);
});

it('reads Windows’ loopback without a MAC and interfaces without addresses', () => {
  expect(
    read({
      result: [
        {
          name: 'Loopback Pseudo-Interface 1',
          'ip-addresses': [{ 'ip-address': '127.0.0.1', prefix: 8 }],
        },
        { name: 'Ethernet', 'hardware-address': 'bc-24-11-00-00-03' },
        {
          name: 'Ethernet 2',
          'hardware-address': 'bc:24:11:00:00:04',
          'ip-addresses': null,
        },
      ],
    }),
  ).toEqual([]);
});

it('reads a container’s interfaces, of 8 and of 9', () => {
  const expected = [
    {
      macAddress: 'bc:24:11:00:00:05',
      addresses: [
        { address: '10.0.0.5', prefixLength: 24 },
        { address: 'fd00::5', prefixLength: 64 },
      ],
    },
  ];
  expect(
    read([
      { name: 'lo', hwaddr: '00:00:00:00:00:00', inet: '127.0.0.1/8' },
      {
        name: 'eth0',
        hwaddr: 'bc:24:11:00:00:05',
        inet: '10.0.0.5/24',
        inet6: 'fd00::5/64',
      },
    ]),
  ).toEqual(expected);
  expect(
    read([
      {
        name: 'eth0',
        'hardware-address': 'bc:24:11:00:00:05',
        hwaddr: 'bc:24:11:00:00:05',
        inet: '10.0.0.5/24',
        'ip-addresses': [
          { 'ip-address': '10.0.0.5', 'ip-address-type': 'inet', prefix: '24' },
          { 'ip-address': 'fd00::5', 'ip-address-type': 'inet6', prefix: '64' },
        ],
      },
    ]),
  ).toEqual(expected);
});

it('gives the same for the same interfaces in any order', () => {
  const entry = fc.record({
    'hardware-address': fc.constantFrom(
      'bc:24:11:00:00:01',
      'bc:24:11:00:00:02',
    ),
    'ip-addresses': fc.uniqueArray(
      fc.record({ 'ip-address': fc.ipV4(), prefix: fc.constant(24) }),
      { selector: each => each['ip-address'], maxLength: 3 },
    ),
  });
  fc.assert(
    fc.property(
      fc.array(entry, { maxLength: 4 }),
      fc.func(fc.integer()),
      (list, key) => {
        const shuffled = [...list].sort((a, b) => key(a) - key(b));
        expect(read({ result: shuffled })).toEqual(read({ result: list }));
      },
    ),
  );
});
