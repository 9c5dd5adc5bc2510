import type { Guest } from '@flyloft/plugin-inventory-common';
import type { IdentityEvidence } from '@flyloft/plugin-inventory-node';

/** What is remembered of a guest to know it by. */
export interface KnownIdentity {
  type: Guest['type'];
  evidence: Omit<IdentityEvidence, 'destroyedSince' | 'restoredSince'>;
  /** It had been gone, and something is listed under its id again. */
  wasDeleted: boolean;
}

/** What stands under the same id now. */
export interface SeenIdentity {
  type: Guest['type'];
  evidence: IdentityEvidence;
}

/**
 * Whether an id still stands for the machine it stood for. `same`: yes.
 * `successor`: another machine took the id over. `doubt`: the evidence allows
 * either; the guest is kept and marked with the words.
 */
export type IdentityVerdict =
  { verdict: 'same' } | { verdict: 'successor' | 'doubt'; because: string };

type Comparison = 'same' | 'different' | 'unknown';

interface Compared {
  uuid: Comparison;
  created: Comparison;
  macs: Comparison;
  root: Comparison;
}

const same: IdentityVerdict = { verdict: 'same' };
const successor = (because: string): IdentityVerdict => ({
  verdict: 'successor',
  because,
});
const doubt = (because: string): IdentityVerdict => ({
  verdict: 'doubt',
  because,
});

/**
 * Weighs the evidence about one id. The rule, case by case, stands in
 * docs/concepts/guest-identity.md. A name is never evidence: it says what a
 * machine is called, not which one it is.
 */
export function resolveIdentity(
  known: KnownIdentity,
  seen: SeenIdentity,
): IdentityVerdict {
  if (known.type !== seen.type) {
    return successor(
      `a ${words[seen.type]} stands where a ${words[known.type]} was`,
    );
  }
  const compared = compare(known.evidence, seen.evidence);
  if (seen.evidence.restoredSince) return afterRestore(compared);
  if (seen.evidence.destroyedSince) return afterDestruction(compared);
  return decisive(compared) ?? circumstantial(compared, known.wasDeleted);
}

const words: Record<Guest['type'], string> = {
  'virtual-machine': 'virtual machine',
  container: 'container',
};

/** A restore may bring new NICs, volumes and, if asked, a new UUID. */
function afterRestore({ uuid, created, macs }: Compared): IdentityVerdict {
  if (uuid === 'same' || created === 'same' || macs === 'same') return same;
  return uuid === 'different' || created === 'different'
    ? doubt(
        'it was restored in place from a backup that seems to be of another machine',
      )
    : same;
}

/** Who destroys and makes anew makes another machine, unless all proofs say no. */
function afterDestruction({ uuid, created }: Compared): IdentityVerdict {
  return uuid === 'same' && created !== 'different'
    ? same
    : successor('the task log shows that the former one was destroyed');
}

/** Evidence that settles it by itself; null when there is none. */
function decisive({ uuid, created }: Compared): IdentityVerdict | null {
  if (uuid === 'same') {
    return created === 'different'
      ? doubt('its BIOS UUID is as before, but it was created at another time')
      : same;
  }
  // A UUID can be edited; a creation time to the second is not met twice.
  if (created === 'same') return same;
  if (uuid === 'different') {
    return successor('its BIOS UUID differs, and nothing was restored');
  }
  if (created === 'different') {
    return successor('it was created at another time');
  }
  return null;
}

/** Neither UUID nor creation time: containers, mostly. */
function circumstantial(
  { macs, root }: Compared,
  wasDeleted: boolean,
): IdentityVerdict {
  if (macs === 'same') return same;
  if (macs === 'different' && root === 'different') {
    return successor('all its MAC addresses and its root volume differ');
  }
  // Volumes are named after the id, so a like name proves nothing.
  if (macs === 'different') {
    return doubt('all its MAC addresses differ, and nothing else tells');
  }
  if (root === 'different') {
    return doubt('its root volume differs, and nothing else tells');
  }
  return wasDeleted
    ? doubt('it was gone, and nothing shows that it is the same machine')
    : same;
}

function compare(
  known: KnownIdentity['evidence'],
  seen: IdentityEvidence,
): Compared {
  return {
    uuid: compareValues(known.biosUuid, seen.biosUuid),
    created: compareValues(timeOf(known.createdAt), timeOf(seen.createdAt)),
    macs: compareMacs(known.macAddresses, seen.macAddresses),
    root: compareValues(known.rootVolume, seen.rootVolume),
  };
}

type Maybe<T> = T | null | undefined;

function compareValues<T>(known: Maybe<T>, seen: Maybe<T>): Comparison {
  if (known === null || known === undefined) return 'unknown';
  if (seen === null || seen === undefined) return 'unknown';
  return known === seen ? 'same' : 'different';
}

/** One NIC that stayed makes it the same: NICs are added and replaced. */
function compareMacs(
  known: Maybe<string[]>,
  seen: Maybe<string[]>,
): Comparison {
  if (!known?.length || !seen?.length) return 'unknown';
  const before = new Set(known);
  return seen.some(address => before.has(address)) ? 'same' : 'different';
}

function timeOf(text: Maybe<string>): number | null {
  return text ? Date.parse(text) : null;
}
