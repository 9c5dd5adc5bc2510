import type { MachinePlan } from '../machinePlan.ts';

/** What machines of one shape have in common, and what each has of its own. */
export function alike(
  shape: Omit<MachinePlan, 'name'>,
  ...each: Array<Pick<MachinePlan, 'name'> & Partial<MachinePlan>>
): MachinePlan[] {
  return each.map(own => ({ ...shape, ...own }));
}
