import assert from 'node:assert/strict';
import { test } from 'node:test';
import { World } from '../World.ts';
import {
  createMachine,
  destroyMachine,
  moveMachine,
} from './machineActions.ts';

test('the same seed gives the same machines, and another seed others', () => {
  const detail = (seed: number) =>
    JSON.stringify(
      [...new World({ seed, estateGuests: 20 }).estates.values()].map(estate =>
        [...estate.machines.values()].map(machine => [
          machine.uuid,
          machine.name,
          machine.detail,
        ]),
      ),
    );
  assert.equal(detail(3), detail(3));
  assert.notEqual(detail(3), detail(4));
});

test('every machine of all estates has MAC addresses of its own, except one that moved to Proxmox', () => {
  const world = new World({ estateGuests: 3000 });
  const macs = [...world.estates.values()].flatMap(estate =>
    [...estate.machines.values()].flatMap(machine =>
      machine.detail.nics.map(nic => nic.mac),
    ),
  );
  assert.equal(new Set(macs).size, macs.length);
  const copy = [...world.estate('vc-south').machines.values()].find(
    ({ name }) => name === 'shop-portal',
  );
  const original = world.cluster('pve-west').guest(123).detail.config;
  assert.ok(String(original.smbios1).includes(copy?.detail.biosUuid ?? 'none'));
  assert.ok(
    String(original.net0)
      .toLowerCase()
      .includes(copy?.detail.nics[0]?.mac ?? 'none'),
  );
});

test('whoever watches is told each change in order, and may ask for those missed', () => {
  const estate = new World().estate('pc-north');
  const before = estate.revision;
  const told: string[] = [];
  const end = estate.onChange(change =>
    told.push(`${change.kind} ${change.machine.name}`),
  );
  const machine = createMachine(estate, {
    name: 'new',
    folder: 'team-web',
    system: 'debian13',
  });
  moveMachine(estate, machine, 'ntnx-n2');
  destroyMachine(estate, machine);
  end();
  assert.deepEqual(told, ['added new', 'changed new', 'removed new']);
  assert.deepEqual(
    estate.changedSince(before)?.map(change => change.kind),
    ['added', 'changed', 'removed'],
  );
  for (let i = 0; i < 20_001; i++) moveMachine(estate, machine, 'ntnx-n1');
  assert.equal(estate.changedSince(before), undefined);
});

test('ticks change machines, the same way each time, and stop none of production', () => {
  const after = () => {
    const world = new World({ now: () => Date.UTC(2026, 10, 1) });
    world.step(300);
    return [...world.estates.values()].map(estate => ({
      revision: estate.revision,
      machines: [...estate.machines.values()].map(machine => [
        machine.name,
        machine.power,
        machine.host,
        machine.detail.tags,
      ]),
    }));
  };
  const first = after();
  assert.deepEqual(first, after());
  assert.ok(first.every(({ revision }) => revision > 5));
  const web = first[0]?.machines.find(([name]) => name === 'shop-web-1');
  assert.equal(web?.[1], 'running');
});
