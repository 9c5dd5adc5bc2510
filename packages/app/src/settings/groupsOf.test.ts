import { groupsOf } from './groupsOf';

it('lists the groups by name and leaves out the person', () => {
  expect(
    groupsOf([
      'user:default/ada',
      'group:default/viewers',
      'group:default/engineers',
      'group:ext/ops',
    ]),
  ).toEqual([
    { name: 'engineers', href: '/catalog/default/group/engineers' },
    { name: 'ops', href: '/catalog/ext/group/ops' },
    { name: 'viewers', href: '/catalog/default/group/viewers' },
  ]);
});
