import fc from 'fast-check';
import { nicsOf, parseContainerNic, parseMachineNic } from './nics';

it('reads a NIC whose model is its key', () => {
  expect(
    parseMachineNic(
      'net0',
      'virtio=BC:24:11:AA:BB:CC,bridge=vmbr0,tag=10,firewall=1,link_down=1,mtu=9000,queues=4,rate=12.5',
    ),
  ).toEqual({
    key: 'net0',
    name: null,
    macAddress: 'bc:24:11:aa:bb:cc',
    model: 'virtio',
    network: 'vmbr0',
    vlanTag: 10,
    trunks: null,
    connected: false,
    firewall: true,
    mtu: 9000,
    addresses: [],
  });
});

it('reads the long form with model and macaddr', () => {
  expect(
    parseMachineNic(
      'net1',
      'model=e1000,macaddr=BC:24:11:00:00:01,bridge=vnpay',
    ),
  ).toMatchObject({
    model: 'e1000',
    macAddress: 'bc:24:11:00:00:01',
    network: 'vnpay',
    connected: true,
    firewall: false,
  });
});

it('knows that without a bridge it is the platform’s own NAT', () => {
  expect(
    parseMachineNic('net0', 'virtio=BC:24:11:00:00:01').network,
  ).toBeNull();
});

it('takes an MTU of 1 as the bridge’s and an impossible tag as none', () => {
  expect(
    parseMachineNic('net0', 'virtio=BC:24:11:00:00:01,bridge=b,mtu=1,tag=5000'),
  ).toMatchObject({ mtu: null, vlanTag: null });
});

it('keeps trunks as they are written', () => {
  expect(
    parseMachineNic('net0', 'virtio=BC:24:11:00:00:01,bridge=b,trunks=1-5;9')
      .trunks,
  ).toBe('1-5;9');
});

it('reads a container’s NIC with its fixed addresses', () => {
  expect(
    parseContainerNic(
      'net0',
      'name=eth0,bridge=vmbr0,hwaddr=BC:24:11:0A:0B:0C,ip=10.0.0.5/24,gw=10.0.0.1,ip6=auto,tag=10,type=veth,host-managed=1',
    ),
  ).toMatchObject({
    name: 'eth0',
    model: 'veth',
    macAddress: 'bc:24:11:0a:0b:0c',
    vlanTag: 10,
    addresses: [{ address: '10.0.0.5', prefixLength: 24 }],
  });
});

it('gives a machine’s NICs what cloud-init sets, in the order of numbers', () => {
  const nics = nicsOf('qemu', {
    net10: 'virtio=BC:24:11:00:00:0A,bridge=b',
    net2: 'virtio=BC:24:11:00:00:02,bridge=b',
    ipconfig2: 'ip=dhcp,ip6=2001:db8::5/64,gw6=2001:db8::1',
    netx: 'no NIC',
  });
  expect(nics.map(nic => [nic.key, nic.addresses])).toEqual([
    ['net2', [{ address: '2001:db8::5', prefixLength: 64 }]],
    ['net10', []],
  ]);
});

it('never throws and never gives a tag or MAC that can’t be', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('qemu' as const, 'lxc' as const),
      fc.dictionary(fc.constantFrom('net0', 'net1', 'ipconfig0'), fc.string()),
      (type, config) => {
        for (const nic of nicsOf(type, config)) {
          expect(nic.vlanTag ?? 1).toBeGreaterThanOrEqual(1);
          expect(nic.vlanTag ?? 1).toBeLessThanOrEqual(4094);
          expect(nic.macAddress ?? '00:00:00:00:00:00').toMatch(
            /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/,
          );
        }
      },
    ),
  );
});
