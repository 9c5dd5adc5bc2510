/** A user or a group, by the id the directory never changes. */
export type DirectoryMember = {
  kind: 'user' | 'group';
  id: string;
  /** How people know it, for messages. */
  name: string;
};

/** A read is refused when it would remove more users than both figures. */
export type RemovalLimit = { share: number; count: number };

/** What is to be done with a read of the directory. */
export type RemovalVerdict =
  /** Whoever is missing may be gone, and is to be looked for one by one. */
  | { verdict: 'look-for'; missing: DirectoryMember[] }
  | { verdict: 'refuse'; reason: string };

/**
 * Compares a read of the directory with what the catalog has. The import turns a
 * failed page into an empty one, so a short answer is no proof that anybody left.
 */
export function judgeRemoval(
  known: readonly DirectoryMember[],
  read: readonly DirectoryMember[],
  limit: RemovalLimit,
): RemovalVerdict {
  for (const kind of ['user', 'group'] as const) {
    if (ofKind(known, kind).length > 0 && ofKind(read, kind).length === 0) {
      return {
        verdict: 'refuse',
        reason: `the directory answered with no ${kind} at all, and there were ${ofKind(known, kind).length}`,
      };
    }
  }

  const present = new Set(read.map(keyOf));
  const missing = known.filter(member => !present.has(keyOf(member)));
  const users = ofKind(known, 'user').length;
  const gone = ofKind(missing, 'user').length;
  if (gone > limit.count && gone > limit.share * users) {
    return {
      verdict: 'refuse',
      reason:
        `${gone} of ${users} users are missing from the answer. If they have really left, ` +
        'raise flyloft.directory.removalLimit for one import',
    };
  }
  return { verdict: 'look-for', missing };
}

function ofKind(
  members: readonly DirectoryMember[],
  kind: DirectoryMember['kind'],
): DirectoryMember[] {
  return members.filter(member => member.kind === kind);
}

function keyOf(member: DirectoryMember): string {
  return `${member.kind}:${member.id}`;
}
