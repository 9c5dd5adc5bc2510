import fc from 'fast-check';
import answers7 from '../../__fixtures__/proxmox-7.4/cluster-resources.json';
import answers9 from '../../__fixtures__/proxmox-9.1/cluster-resources.json';
import { parseResource } from './resources';

const guest = (row: object) => {
  const parsed = parseResource(row);
  if (parsed?.kind !== 'guest') throw new Error('not a guest');
  return parsed.row;
};

it('reads the rows of 9', () => {
  expect(answers9.data.map(parseResource)).toMatchSnapshot();
});

it('reads the rows of 7, whose numbers are strings and whose flags are empty', () => {
  expect(answers7.data.map(parseResource)).toMatchSnapshot();
});

it('takes what a silent node does not tell for untold, never for empty', () => {
  expect(
    guest({
      id: 'qemu/100',
      type: 'qemu',
      vmid: 100,
      node: 'pve3',
      status: 'unknown',
      pool: 'p',
    }),
  ).toEqual({
    type: 'qemu',
    vmid: 100,
    node: 'pve3',
    status: 'unknown',
    told: false,
    name: undefined,
    pool: 'p',
    haState: undefined,
    lock: undefined,
    tags: undefined,
    template: false,
    vcpus: undefined,
    memoryBytes: undefined,
    uptimeSeconds: undefined,
  });
});

it.each([
  { type: 'pool', pool: 'p', id: '/pool/p' },
  { type: 'openvz', vmid: 7, node: 'a' },
  { type: 'network', 'network-type': 'fabric', network: 'f', node: 'a' },
  { type: 'qemu', node: 'a' },
])('has no place for %p', row => {
  expect(parseResource(row)).toBeNull();
});

it('reads a zone’s node, of 8 and of 9', () => {
  const zone = { kind: 'zone', row: { zone: 'z', node: 'a' } };
  expect(parseResource({ type: 'sdn', sdn: 'z', node: 'a' })).toEqual(zone);
  expect(
    parseResource({
      type: 'network',
      'network-type': 'zone',
      network: 'z',
      node: 'a',
    }),
  ).toEqual(zone);
});

it('refuses what is no resource at all', () => {
  expect(() => parseResource('x')).toThrow();
  expect(() => parseResource({})).toThrow();
});

it('reads any values in the right fields without throwing', () => {
  fc.assert(
    fc.property(
      fc.record({
        type: fc.constantFrom('qemu', 'lxc', 'node', 'storage', 'sdn'),
        vmid: fc.anything(),
        node: fc.anything(),
        name: fc.anything(),
        maxmem: fc.anything(),
        template: fc.anything(),
        tags: fc.anything(),
        content: fc.anything(),
        storage: fc.anything(),
      }),
      row => {
        expect(() => parseResource(row)).not.toThrow();
      },
    ),
  );
});
