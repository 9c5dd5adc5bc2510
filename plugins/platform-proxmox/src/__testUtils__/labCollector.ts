import { ConfigReader } from '@backstage/config';
import type { LabCluster } from '@flyloft/backend-kit/testing';
import { proxmoxPlatform } from '../proxmoxPlatform';

/** A collector of one of the lab's clusters, configured as README says. */
export function labCollector(cluster: LabCluster, overrides: object = {}) {
  return proxmoxPlatform.createCollector({
    id: cluster.id,
    title: cluster.title,
    config: new ConfigReader({
      endpoints: cluster.endpoints,
      tokenId: cluster.tokenId,
      tokenSecret: cluster.tokenSecret,
      ca: cluster.caPem,
      ...overrides,
    }),
  });
}
