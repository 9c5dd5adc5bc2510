import type { ChangedKind } from '@flyloft/plugin-inventory-common';
import type { HeldScope, StoredHold } from '../../syncRuns/syncRunRow';

/** How many things of one part of a platform a run would delete. */
export interface ScopeFigures {
  kind: ChangedKind;
  level: 'platform' | 'cluster' | 'host';
  externalId: string;
  name: string;
  /** Not deleted so far, unreachable ones included. */
  known: number;
  wouldDelete: number;
  /** Deleted by syncs within the last day, confirmed ones aside. */
  deletedInDay: number;
  /** How many of the kind the platform listed in this run. */
  listed: number;
}

/** Deletions that nobody needs to confirm within a day: the greater of both. */
export interface DeletionLimits {
  /** So many, however small the whole is. */
  atLeast: number;
  /** A share of the whole. */
  percent: number;
}

/** The limits until the site's settings say otherwise. */
export const usualLimits: DeletionLimits = { atLeast: 10, percent: 20 };

/**
 * Decides whether a run may delete what it did not find. A platform that
 * lists much less than before has more often lost a privilege, a disk or a
 * page than its machines.
 *
 * @param confirmed - what a person confirmed, when the run is a confirmation;
 *   it covers no more than that plus what needs no confirmation.
 * @returns why a person must look, or null when the run may go on.
 */
export function deletionHold(
  figures: readonly ScopeFigures[],
  confirmed: StoredHold | null,
  limits: DeletionLimits = usualLimits,
): StoredHold | null {
  const affected = figures.filter(scope => scope.wouldDelete > 0);
  const tripped = affected.filter(
    scope => tooMany(scope, limits) && !isConfirmed(scope, confirmed, limits),
  );
  const worst = tripped.sort(byReach)[0];
  if (!worst) return null;
  return {
    scope: wordsFor(worst),
    wouldDelete: worst.wouldDelete,
    of: worst.known,
    message: messageFor(worst),
    scopes: affected.map(toHeldScope),
  };
}

/** What could go within a day without anybody asking. */
function allowance(scope: ScopeFigures, limits: DeletionLimits): number {
  const before = scope.known + scope.deletedInDay;
  const share = Math.floor((before * limits.percent) / 100);
  return Math.max(limits.atLeast, share);
}

function tooMany(scope: ScopeFigures, limits: DeletionLimits): boolean {
  if (isEmptied(scope)) return true;
  return scope.wouldDelete + scope.deletedInDay > allowance(scope, limits);
}

/**
 * A platform that suddenly has nothing of a kind is held however small it is.
 * Not for images: people delete the last ISO file on any day.
 */
function isEmptied(scope: ScopeFigures): boolean {
  return (
    scope.kind !== 'image' &&
    scope.level === 'platform' &&
    scope.listed === 0 &&
    scope.wouldDelete === scope.known
  );
}

function isConfirmed(
  scope: ScopeFigures,
  confirmed: StoredHold | null,
  limits: DeletionLimits,
): boolean {
  const held = confirmed?.scopes.find(one => one.key === keyOf(scope));
  return (
    held !== undefined &&
    scope.wouldDelete <= held.wouldDelete + allowance(scope, limits)
  );
}

const reach: Record<ScopeFigures['level'], number> = {
  platform: 0,
  cluster: 1,
  host: 2,
};

function byReach(left: ScopeFigures, right: ScopeFigures): number {
  return (
    reach[left.level] - reach[right.level] ||
    right.wouldDelete - left.wouldDelete
  );
}

const keyOf = (scope: ScopeFigures) =>
  `${scope.kind}/${scope.level}/${scope.externalId}`;

const wordsFor = (scope: ScopeFigures) => `${scope.level} ${scope.name}`;

const toHeldScope = (scope: ScopeFigures): HeldScope => ({
  key: keyOf(scope),
  scope: wordsFor(scope),
  wouldDelete: scope.wouldDelete,
  of: scope.known,
});

function messageFor(scope: ScopeFigures): string {
  const what = `${scope.wouldDelete} of ${scope.known} ${scope.kind}s of ${wordsFor(scope)}`;
  const start = isEmptied(scope)
    ? `The platform listed no ${scope.kind}s at all. Going on would delete ${what}.`
    : `Going on would delete ${what}${alreadyGone(scope)}.`;
  return `${start} Nothing was changed. Confirm it if they are really gone.`;
}

function alreadyGone(scope: ScopeFigures): string {
  return scope.deletedInDay > 0
    ? `, after ${scope.deletedInDay} within the last day`
    : '';
}
