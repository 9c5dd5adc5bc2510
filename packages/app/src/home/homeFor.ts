/** Which first page a person gets. */
export type Home = 'pending' | 'nothing-configured' | 'operator' | 'engineer';

/**
 * Decides by what a person may see, not by the name of a role: who may not
 * see the infrastructure comes for their own guests.
 */
export function homeFor(known: {
  seesInfrastructure: boolean | undefined;
  /** Null when it could not be found out. */
  platforms: readonly unknown[] | null | undefined;
}): Home {
  if (known.seesInfrastructure === undefined) return 'pending';
  if (!known.seesInfrastructure) return 'engineer';
  if (known.platforms === undefined) return 'pending';
  return known.platforms?.length === 0 ? 'nothing-configured' : 'operator';
}
