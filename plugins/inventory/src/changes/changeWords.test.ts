import { changeOperations } from '@flyloft/plugin-inventory-common';
import { aChange } from '../__testUtils__/builders';
import { changeLine, changeTitle, fieldLabel, fieldValue } from './changeWords';

describe('a change in words', () => {
  it('says a field from what to what', () => {
    expect(changeLine(aChange())).toBe('Memory 4 GiB → 8 GiB');
  });

  it.each([
    ['nics.net0.vlanTag', 'NIC net0 · VLAN'],
    ['disks.scsi0.sizeBytes', 'Disk scsi0 · Size'],
    ['nics.net1', 'NIC net1'],
    ['overrides.powerState', 'Override of power state'],
    ['overrides.osType', 'Override of OS'],
    ['somethingNew', 'Something new'],
  ])('names the field %s', (field, label) => {
    expect(fieldLabel(field, 'guest')).toBe(label);
  });

  it.each([
    ['tags', ['a', 'b'], 'a, b'],
    ['tags', [], 'none'],
    ['host', { id: 'h1', name: 'pve3' }, 'pve3'],
    ['template', true, 'yes'],
    ['memoryBytes', 2 ** 33, '8 GiB'],
    ['pool', null, 'none'],
    ['vcpus', null, 'no limit'],
    [
      'overrides.powerState',
      {
        value: 'stopped',
        by: 'user:default/anna',
        at: '2026-11-20T12:00:00.000Z',
        until: null,
        reason: 'the agent lies',
      },
      'stopped (the agent lies)',
    ],
    ['nics.net0.addresses', [{ address: '10.2.0.17' }], '10.2.0.17'],
  ])('says the value of %s', (field, value, words) => {
    expect(fieldValue(field, value)).toBe(words);
  });

  it('has words for every operation', () => {
    for (const operation of changeOperations) {
      expect(changeTitle(aChange({ operation, fields: [] }))).toMatch(/^[A-Z]/);
    }
  });

  it('says in a sentence how many guests a host hides', () => {
    const fields = (to: string) => [
      { field: 'guestVisibility', from: null, to },
      { field: 'guestsAffected', from: null, to: 17 },
      { field: 'reason', from: null, to: 'VM.Audit on /vms is missing' },
    ];
    expect(changeLine(aChange({ fields: fields('unreachable') }))).toBe(
      '17 guests could not be seen: VM.Audit on /vms is missing',
    );
    expect(changeTitle(aChange({ fields: fields('visible') }))).toBe(
      '17 guests seen again',
    );
  });

  it('does not list twenty fields in a title', () => {
    const fields = Array.from({ length: 20 }, (_, index) => ({
      field: `nics.net${index}`,
      from: null,
      to: null,
    }));
    expect(changeTitle(aChange({ fields }))).toBe(
      'NIC net0, NIC net1 and 18 more',
    );
  });
});
