import type { IdentityEvidence } from '@flyloft/plugin-inventory-node';
import { resolveIdentity, type KnownIdentity } from './resolveIdentity';

const uuidA = 'aaaaaaaa-0000-4000-8000-000000000001';
const uuidB = 'bbbbbbbb-0000-4000-8000-000000000002';
const early = '2025-01-01T00:00:00.000Z';
const late = '2026-05-05T00:00:00.000Z';
const macA = ['bc:24:11:00:00:0a'];
const macB = ['bc:24:11:00:00:0b'];
const rootA = 'local:vm-100-disk-0';
const rootB = 'ceph:vm-100-disk-7';

/** A virtual machine with every proof, as it was. */
const machine: KnownIdentity = {
  type: 'virtual-machine',
  evidence: {
    biosUuid: uuidA,
    createdAt: early,
    macAddresses: macA,
    rootVolume: rootA,
  },
  wasDeleted: false,
};
/** A container: no UUID, no creation time. */
const container: KnownIdentity = {
  type: 'container',
  evidence: { macAddresses: macA, rootVolume: rootA },
  wasDeleted: false,
};

interface Case {
  name: string;
  known: KnownIdentity;
  seen: IdentityEvidence;
  verdict: 'same' | 'successor' | 'doubt';
  because?: RegExp;
}

// The cases of docs/concepts/guest-identity.md, in its order.
const cases: Case[] = [
  {
    name: '1 nothing was looked at: the same',
    known: machine,
    seen: {},
    verdict: 'same',
  },
  {
    name: '2 the same BIOS UUID: the same, whatever its NICs and disks are',
    known: machine,
    seen: { biosUuid: uuidA, macAddresses: macB, rootVolume: rootB },
    verdict: 'same',
  },
  {
    name: '3 the same BIOS UUID, created at another time: doubt',
    known: machine,
    seen: { biosUuid: uuidA, createdAt: late },
    verdict: 'doubt',
    because: /created at another time/,
  },
  {
    name: '4 an edited BIOS UUID, created at the same second: the same',
    known: machine,
    seen: { biosUuid: uuidB, createdAt: early },
    verdict: 'same',
  },
  {
    name: '5 another BIOS UUID: a successor, even with the same MAC address',
    known: machine,
    seen: { biosUuid: uuidB, macAddresses: macA },
    verdict: 'successor',
    because: /BIOS UUID differs/,
  },
  {
    name: '6 created at another time: a successor',
    known: {
      ...machine,
      evidence: { createdAt: early, macAddresses: macA },
    },
    seen: { createdAt: late, macAddresses: macA },
    verdict: 'successor',
    because: /created at another time/,
  },
  {
    name: '7 restored in place with another UUID and new NICs: the same, by its creation time',
    known: machine,
    seen: {
      restoredSince: true,
      biosUuid: uuidB,
      createdAt: early,
      macAddresses: macB,
    },
    verdict: 'same',
  },
  {
    name: '8 restored in place, nothing fits: kept, in doubt',
    known: machine,
    seen: {
      restoredSince: true,
      biosUuid: uuidB,
      createdAt: late,
      macAddresses: macB,
    },
    verdict: 'doubt',
    because: /backup that seems to be of another machine/,
  },
  {
    name: '9 a container restored in place with new NICs: the same',
    known: container,
    seen: { restoredSince: true, macAddresses: macB, rootVolume: rootB },
    verdict: 'same',
  },
  {
    name: '10 destroyed and made anew: a successor, though MACs and volume are alike',
    known: container,
    seen: { destroyedSince: true, macAddresses: macA, rootVolume: rootA },
    verdict: 'successor',
    because: /task log/,
  },
  {
    name: '11 destroyed, then the same UUID again: it was restored',
    known: machine,
    seen: { destroyedSince: true, biosUuid: uuidA, createdAt: early },
    verdict: 'same',
  },
  {
    name: '12 destroyed, and made again with the same UUID at another time: a successor',
    known: machine,
    seen: { destroyedSince: true, biosUuid: uuidA, createdAt: late },
    verdict: 'successor',
  },
  {
    name: '13 no UUID: all MAC addresses and the root volume differ: a successor',
    known: container,
    seen: { macAddresses: macB, rootVolume: rootB },
    verdict: 'successor',
    because: /MAC addresses and its root volume/,
  },
  {
    name: '14 no UUID: all MAC addresses differ: doubt, since volumes are named after the id',
    known: container,
    seen: { macAddresses: macB, rootVolume: rootA },
    verdict: 'doubt',
    because: /MAC addresses differ/,
  },
  {
    name: '15 no UUID: the root volume differs, no MAC known: doubt',
    known: { ...container, evidence: { rootVolume: rootA } },
    seen: { rootVolume: rootB },
    verdict: 'doubt',
    because: /root volume differs/,
  },
  {
    name: '16 no UUID: moved to another storage, a NIC stayed: the same',
    known: container,
    seen: { macAddresses: [...macA, ...macB], rootVolume: rootB },
    verdict: 'same',
  },
  {
    name: '17 gone and listed again with the same UUID: the same, returned',
    known: { ...machine, wasDeleted: true },
    seen: { biosUuid: uuidA },
    verdict: 'same',
  },
  {
    name: '18 gone and listed again, a MAC address stayed: the same, returned',
    known: { ...container, wasDeleted: true },
    seen: { macAddresses: macA },
    verdict: 'same',
  },
  {
    name: '19 gone and listed again, nothing tells: doubt',
    known: { ...container, wasDeleted: true },
    seen: { rootVolume: rootA },
    verdict: 'doubt',
    because: /was gone/,
  },
  {
    name: '20 gone, and another UUID under its id: a successor',
    known: { ...machine, wasDeleted: true },
    seen: { biosUuid: uuidB },
    verdict: 'successor',
  },
  {
    name: '21 the platform says that there is none of it: no evidence',
    known: machine,
    seen: { biosUuid: null, createdAt: null, rootVolume: null },
    verdict: 'same',
  },
];

it.each(cases)('$name', ({ known, seen, verdict, because }) => {
  const decision = resolveIdentity(known, {
    type: known.type,
    evidence: seen,
  });
  expect(decision.verdict).toBe(verdict);
  if (because)
    expect('because' in decision && decision.because).toMatch(because);
});

it('22 a container under the id of a virtual machine: a successor', () => {
  expect(resolveIdentity(machine, { type: 'container', evidence: {} })).toEqual(
    {
      verdict: 'successor',
      because: 'a container stands where a virtual machine was',
    },
  );
});
