/** A group of the directory with its page in the catalog. */
export interface GroupLink {
  name: string;
  href: string;
}

/** The groups among what a person owns by, in order of their names. */
export function groupsOf(ownershipRefs: string[]): GroupLink[] {
  return ownershipRefs
    .flatMap(ref => {
      const [, namespace, name] = /^group:([^/]+)\/(.+)$/.exec(ref) ?? [];
      return namespace && name
        ? [{ name, href: `/catalog/${namespace}/group/${name}` }]
        : [];
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}
