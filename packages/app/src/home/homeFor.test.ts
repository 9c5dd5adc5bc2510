import { homeFor, type Home } from './homeFor';

it.each<[boolean | undefined, unknown[] | null | undefined, Home]>([
  [undefined, undefined, 'pending'],
  [undefined, [], 'pending'],
  [true, undefined, 'pending'],
  [true, [], 'nothing-configured'],
  [true, ['pve-west'], 'operator'],
  // What could not be asked must not look like an empty portal.
  [true, null, 'operator'],
  [false, undefined, 'engineer'],
  [false, [], 'engineer'],
])(
  'who sees infrastructure (%s) with platforms %j gets %s',
  (sees, platforms, home) => {
    expect(homeFor({ seesInfrastructure: sees, platforms })).toBe(home);
  },
);
