import { ProxmoxError } from '../client/ProxmoxError';
import {
  haGroupsSchema,
  haResourcesSchema,
  haRulesSchema,
} from '../wire/haAnswers';
import { HaRulePicture, readHaRules } from './haRules';

const vm = (vmid: number) => ({ vmid, type: 'qemu' as const });
const rules = (...each: object[]) =>
  new HaRulePicture({ kind: 'rules', rules: haRulesSchema.parse(each) });
const near = {
  rule: 'near',
  type: 'node-affinity',
  resources: 'vm:100,ct:101',
  nodes: 'pve1:2,pve2',
};
const apart = {
  rule: 'apart',
  type: 'resource-affinity',
  affinity: 'negative',
  resources: 'vm:100,vm:102',
};

it('tells the group of version 8 with its nodes', () => {
  const picture = new HaRulePicture({
    kind: 'groups',
    resources: haResourcesSchema.parse([
      { sid: 'vm:100', group: 'west', state: 'started' },
      { sid: 'vm:101', group: 'gone' },
      { sid: 'vm:102' },
    ]),
    groups: haGroupsSchema.parse([
      { group: 'west', nodes: 'pve1:2,pve2:1', restricted: 1, type: 'group' },
    ]),
  });
  expect(picture.of(vm(100))).toBe('west: only on pve1, pve2');
  expect(picture.of(vm(101))).toBe('gone');
  expect(picture.of(vm(102))).toBeNull();
});

it('tells the rules of version 9, of each guest with the others', () => {
  const picture = rules(near, apart);
  expect(picture.of(vm(100))).toBe(
    'apart: apart from vm:102; near: rather on pve1, pve2',
  );
  expect(picture.of(vm(102))).toBe('apart: apart from vm:100');
  expect(picture.of({ vmid: 101, type: 'lxc' })).toBe(
    'near: rather on pve1, pve2',
  );
  expect(picture.of(vm(101))).toBeNull();
});

it.each([
  ['strict', { ...near, strict: '1' }, 'near: only on pve1, pve2'],
  [
    'together',
    { ...apart, affinity: 'positive' },
    'apart: together with vm:102',
  ],
  ['disabled', { ...near, disable: 1 }, null],
  ['of an unknown kind', { ...near, type: 'moon-phase' }, null],
  ['about one guest alone', { ...apart, resources: 'vm:100' }, null],
])('reads a rule that is %s', (_what, rule, words) => {
  expect(rules(rule).of(vm(100))).toBe(words);
});

it.each(['malformed', 'refused'] as const)(
  'goes on without them where the answer is %s',
  async failure => {
    const picture = await readHaRules(
      Promise.reject(
        new ProxmoxError(failure, { call: 'rules', reason: 'no' }),
      ),
    );
    expect(picture.of(vm(100))).toBeUndefined();
  },
);

it('ends the run where the token is refused', async () => {
  const question = Promise.reject(
    new ProxmoxError('unauthenticated', { call: 'rules', reason: 'no' }),
  );
  await expect(readHaRules(question)).rejects.toThrow('rules: no');
});

it('claims nothing where the cluster did not tell', () => {
  expect(new HaRulePicture(null).of(vm(100))).toBeUndefined();
});
