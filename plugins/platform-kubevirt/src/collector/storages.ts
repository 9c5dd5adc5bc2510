import type { ObservedStorage } from '@flyloft/plugin-inventory-node';
import type { StorageClass } from '../wire/things';
import { clusterExternalId } from './cluster';

// Provisioners whose volumes live and die with one node.
const localProvisioners =
  /local-path|no-provisioner|hostpath|topolvm|\blvm\b|local-static|openebs\.io\/local|local\.csi/i;

/** A storage class: the nearest thing to a storage that Kubernetes tells of. */
export function observedStorage({
  metadata,
  provisioner,
}: StorageClass): ObservedStorage {
  return {
    kind: 'storage',
    externalId: metadata.name,
    name: metadata.name,
    type: provisioner ?? null,
    shared: !localProvisioners.test(provisioner ?? ''),
    clusterExternalId,
    hostExternalId: null,
    status: 'available',
    content: ['disks'],
  };
}
