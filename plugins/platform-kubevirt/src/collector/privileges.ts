import { resourceName } from '../client/resourceKind';
import { kinds, servedKind, type ServedGroups } from './kinds';

/** A right that the collector needs. */
export interface NeededRight {
  verb: 'list' | 'watch' | 'get';
  group: string;
  resource: string;
  subresource?: string;
  what: string;
}

const watched = new Set<string>(['virtualMachines', 'instances', 'nodes']);

/** The rights to read all that this cluster serves. */
export function neededRights(served: ServedGroups): NeededRight[] {
  const rights = Object.entries(kinds).flatMap(([name, kind]) => {
    if (!servedKind(kind, served)) return [];
    const right = { group: kind.group, resource: kind.plural };
    return [
      { ...right, verb: 'list' as const, what: kind.what },
      ...(watched.has(name)
        ? [
            {
              ...right,
              verb: 'watch' as const,
              what: 'changes as they happen; without it the schedule finds them',
            },
          ]
        : []),
    ];
  });
  return [
    ...rights,
    {
      verb: 'get',
      group: 'subresources.kubevirt.io',
      resource: 'virtualmachines',
      subresource: 'expand-spec',
      what: 'sizes of stopped guests whose named size is gone',
    },
  ];
}

/** A right as an administrator names it: `list virtualmachines.kubevirt.io`. */
export function rightName(right: NeededRight): string {
  const { verb, group, resource, subresource } = right;
  const name = resourceName({ group, version: '', plural: resource });
  return subresource === undefined
    ? `${verb} ${name}`
    : `${verb} ${resource}/${subresource}.${group}`;
}
