import {
  detailsOf,
  only,
  remembered,
} from '@flyloft/plugin-inventory-node/testing';
import { proxmoxLab } from '../__testUtils__/proxmoxLab';

const { lab, aCollector, collect, truth, calls } = proxmoxLab();

describe('a second run', () => {
  it('finds everything the same, and leaves silent agents alone', async () => {
    const collector = aCollector();
    const first = only(await collect(collector), 'guest');
    await lab.control('DELETE', '/calls');
    const second = only(
      await collect(collector, { known: remembered(first) }),
      'guest',
    );
    expect(second.filter(guest => guest.details.state !== 'same')).toEqual([]);
    expect(second.filter(guest => guest.memory)).toEqual([]);
    const asked = Object.values(await calls()).reduce(
      (sum, entry) =>
        sum +
        (entry.byPath['GET /nodes/*/qemu/*/agent/network-get-interfaces'] ?? 0),
      0,
    );
    const answering = (await truth('pve-west')).filter(
      guest => guest.power === 'running' && guest.agent === 'answering',
    );
    expect(asked).toBe(answering.length);
  }, 30_000);

  it('reads again what changed: a configuration, an address, a name', async () => {
    const collector = aCollector();
    const known = remembered(only(await collect(collector), 'guest'));
    await lab.guest({
      action: 'configure',
      cluster: 'pve-west',
      vmid: 120,
      set: { description: 'Changed' },
    });
    await lab.guest({
      action: 'inside',
      cluster: 'pve-west',
      vmid: 121,
      addresses: { net0: ['10.10.20.212/24'] },
    });
    await lab.guest({
      action: 'rename',
      cluster: 'pve-west',
      vmid: 122,
      name: 'web-three',
    });
    const second = only(await collect(collector, { known }), 'guest');
    const read = second.filter(guest => guest.details.state === 'read');
    expect(read.map(guest => guest.externalId).sort()).toEqual([
      '120',
      '121',
      '122',
    ]);
    const of = (id: string) => read.find(guest => guest.externalId === id);
    expect(detailsOf(of('120')).description).toBe('Changed');
    expect(detailsOf(of('121')).nics[0].addresses).toMatchObject([
      { address: '10.10.20.212' },
    ]);
    expect(of('122')?.facts.name).toBe('web-three');
  }, 30_000);

  it('keeps what a guest said of itself while it is stopped or silent', async () => {
    const collector = aCollector();
    const known = remembered(only(await collect(collector), 'guest'));
    await lab.guest({ action: 'stop', cluster: 'pve-west', vmid: 115 });
    await lab.guest({
      action: 'inside',
      cluster: 'pve-west',
      vmid: 111,
      agent: 'hung',
    });
    const second = only(await collect(collector, { known }), 'guest');
    const of = (id: string) => second.find(guest => guest.externalId === id);
    expect(of('115')).toMatchObject({
      facts: { powerState: 'stopped' },
      details: { state: 'same' },
    });
    // One silence is forgiven.
    expect(of('111')?.details).toEqual({ state: 'same' });
    const third = only(
      await collect(collector, { known: remembered(second, known) }),
      'guest',
    ).find(guest => guest.externalId === '111');
    expect(detailsOf(third).agentState).toBe('not-running');
    expect(detailsOf(third).nics[0].addresses).not.toEqual([]);
    await lab.guest({
      action: 'inside',
      cluster: 'pve-west',
      vmid: 111,
      agent: 'answering',
    });
  }, 30_000);
});

describe('identity', () => {
  // The task log counts whole seconds.
  const since = () => new Date(Date.now() - 2_000);
  const evidenceOf = async (vmid: number, lastCollectedAt: Date) =>
    only(
      await collect(aCollector('pve-east'), { lastCollectedAt }),
      'guest',
    ).find(guest => guest.externalId === String(vmid))?.evidence;

  it('has the task log’s word on a VM id that was used again', async () => {
    const [machine] = (await truth('pve-east')).filter(
      guest => guest.kind === 'qemu' && !guest.template && guest.lock === null,
    );
    const before = since();
    await lab.guest({
      action: 'reuse-id',
      cluster: 'pve-east',
      vmid: machine.vmid,
    });
    const evidence = await evidenceOf(machine.vmid, before);
    expect(evidence?.destroyedSince).toBe(true);
    expect(evidence?.biosUuid).not.toBe(machine.biosUuid);
  }, 30_000);

  it('has its word on a restore in place', async () => {
    const [container] = (await truth('pve-east')).filter(
      guest => guest.kind === 'lxc' && !guest.template && guest.lock === null,
    );
    const before = since();
    await lab.guest({
      action: 'restore-in-place',
      cluster: 'pve-east',
      vmid: container.vmid,
    });
    const evidence = await evidenceOf(container.vmid, before);
    expect(evidence?.restoredSince).toBe(true);
    expect(evidence?.macAddresses).toEqual(
      container.nics.map(nic => nic.mac.toLocaleLowerCase('en-US')),
    );
  }, 30_000);
});
