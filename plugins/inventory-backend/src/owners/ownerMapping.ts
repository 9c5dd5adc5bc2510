import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** One line of the mapping: guests with this pool or tag are this group's. */
export interface OwnerRule {
  /** Where it holds; null is every platform. */
  platformId: string | null;
  /** Also covers the pools nested in it: `shop` covers `shop/web`. */
  pool: string | null;
  tag: string | null;
  /** The group's entity reference. */
  ownerRef: string;
}

/** What of a guest decides who owns it. */
export interface OwnedBy {
  platformId: string;
  pool: string | null;
  tags: readonly string[];
}

/** Says whose guest it is: the first rule that fits, or nobody. */
export function ownerOf(
  rules: readonly OwnerRule[],
  guest: OwnedBy,
): string | null {
  return rules.find(rule => fits(rule, guest))?.ownerRef ?? null;
}

function fits(rule: OwnerRule, guest: OwnedBy): boolean {
  if (rule.platformId !== null && rule.platformId !== guest.platformId) {
    return false;
  }
  if (rule.tag !== null && !guest.tags.includes(rule.tag)) return false;
  return rule.pool === null || isInPool(guest.pool, rule.pool);
}

function isInPool(pool: string | null, wanted: string): boolean {
  return pool === wanted || (pool?.startsWith(`${wanted}/`) ?? false);
}

const groupRef = /^group:[a-z0-9-]+\/[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/;

/**
 * Reads `inventory.owners`.
 *
 * @throws InputError naming the key that is not usable.
 */
export function readOwnerRules(config: Config): OwnerRule[] {
  const entries = config.getOptionalConfigArray('inventory.owners') ?? [];
  return entries.map((entry, index) => {
    const key = `inventory.owners[${index}]`;
    const ownerRef = entry.getString('group');
    if (!groupRef.test(ownerRef)) {
      throw new InputError(
        `${key}.group: '${ownerRef}' is no group; write 'group:default/<name>'`,
      );
    }
    const pool = entry.getOptionalString('pool') ?? null;
    const tag = entry.getOptionalString('tag') ?? null;
    if (pool === null && tag === null) {
      throw new InputError(
        `${key}: name a 'pool', a 'tag' or both, or the group would own every guest`,
      );
    }
    return {
      platformId: entry.getOptionalString('platform') ?? null,
      pool,
      tag,
      ownerRef,
    };
  });
}
