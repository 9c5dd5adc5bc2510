import type { Person, RoleName } from '@flyloft/plugin-site-common';

/** What a role means, in a few words. */
export const roleWords: Record<RoleName, string> = {
  admin: 'admin: everything, and who may what',
  it: 'it: the inventory, platforms and the audit trail',
  ops: 'ops: the inventory, and what keeps it running',
  'org-admin': 'org-admin: what their organization owns',
  'vdc-admin': 'vdc-admin: what their data centre owns',
  engineer: 'engineer: what they or their groups own',
  viewer: 'viewer: everything, to look at',
};

/** Through what somebody holds a role. */
export function throughWords(
  { through, source }: Person['roles'][number],
  person: string,
): string {
  const how = source === 'file' ? 'by a file' : 'granted here';
  return through === person ? how : `through ${shortRef(through)}, ${how}`;
}

/** A group as people call it; its kind is said where it is no group. */
const shortRef = (ref: string) => ref.replace(/^group:(default\/)?/, '');
