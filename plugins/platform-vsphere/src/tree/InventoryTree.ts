import type { ObjectContent } from '../client/InventoryReader';
import { referenceOf } from '../soap/reference';

interface TreeNode {
  name: string;
  kind: string;
  parent: string | null;
}

/** Folders that vSphere makes itself, one of each kind in a data centre. */
const hiddenFolders = new Set(['vm', 'host', 'datastore', 'network']);
const deepest = 64;

/**
 * A name as people wrote it: vSphere escapes slash, backslash and per cent in
 * the names it tells.
 */
export function plainName(name: string): string {
  return name.replace(/%(2f|5c|25)/gi, code => decodeURIComponent(code));
}

/** Data centres, folders and resource pools, to say where a thing was filed. */
export class InventoryTree {
  private readonly nodes = new Map<string, TreeNode>();

  add({ ref, properties }: ObjectContent): void {
    this.nodes.set(ref.id, {
      name: plainName(properties.get('name')?.text ?? ''),
      kind: ref.kind,
      parent: referenceOf(properties.get('parent'))?.id ?? null,
    });
  }

  /** `Munich/Production/web`: the data centre, then folders; null at the top. */
  pathOf(id: string | null): string | null {
    const names: string[] = [];
    let at = id;
    for (let depth = 0; at !== null && depth < deepest; depth++) {
      const node = this.nodes.get(at);
      if (!node) break;
      // The root folder has no parent, and no name that says anything.
      if (node.parent !== null && !this.isHidden(node))
        names.unshift(node.name);
      at = node.parent;
    }
    return names.length > 0 ? names.join('/') : null;
  }

  /** The path of resource pools, without each cluster's own root pool. */
  poolOf(id: string | null): string | null {
    const names: string[] = [];
    let at = id;
    for (let depth = 0; at !== null && depth < deepest; depth++) {
      const node = this.nodes.get(at);
      if (!node || !isPool(node)) break;
      const above = node.parent === null ? null : this.nodes.get(node.parent);
      if (above && isPool(above)) names.unshift(node.name);
      at = node.parent;
    }
    return names.length > 0 ? names.join('/') : null;
  }

  private isHidden(node: TreeNode): boolean {
    const above = node.parent === null ? null : this.nodes.get(node.parent);
    return (
      node.kind === 'Folder' &&
      above?.kind === 'Datacenter' &&
      hiddenFolders.has(node.name)
    );
  }
}

function isPool({ kind }: TreeNode): boolean {
  return kind === 'ResourcePool' || kind === 'VirtualApp';
}
