import {
  osFamilyOf,
  osFamilyOfId,
  parseAgentEnabled,
  parseMemoryMiB,
  parseTags,
} from './guestFields';

it.each([
  ['1', true],
  [1, true],
  ['0', false],
  ['enabled=1,type=virtio', true],
  ['enabled=0', false],
  ['1,fstrim_cloned_disks=1', true],
  ['type=isa', false],
  [undefined, false],
])('reads the agent flag %p as %p', (agent, expected) => {
  expect(parseAgentEnabled(agent)).toBe(expected);
});

it.each([
  ['web;prod', ['web', 'prod']],
  ['web,prod web', ['web', 'prod']],
  ['', []],
  [undefined, []],
])('reads the tags %p as %p', (tags, expected) => {
  expect(parseTags(tags)).toEqual(expected);
});

it.each([
  ['2048', 2048],
  [2048, 2048],
  ['current=4096', 4096],
  [undefined, undefined],
])('reads the memory %p as %p MiB', (memory, expected) => {
  expect(parseMemoryMiB(memory)).toBe(expected);
});

it.each([
  ['l26', 'linux'],
  ['win11', 'windows'],
  ['w2k19', 'windows'],
  ['wvista', 'windows'],
  ['solaris', 'solaris'],
  ['other', 'other'],
  [null, null],
])('takes the type %p for %p', (type, expected) => {
  expect(osFamilyOf(type)).toBe(expected);
});

it.each([
  ['debian', 'linux'],
  ['mswindows', 'windows'],
  ['freebsd', 'bsd'],
  ['illumos', 'solaris'],
])('takes what an agent calls %p for %p', (id, expected) => {
  expect(osFamilyOfId(id)).toBe(expected);
});
