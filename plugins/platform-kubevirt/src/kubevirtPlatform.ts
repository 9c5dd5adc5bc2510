import type {
  PlatformConfig,
  PlatformType,
} from '@flyloft/plugin-inventory-node';
import { KubernetesClient } from './client/KubernetesClient';
import { KubeVirtCollector } from './collector/KubeVirtCollector';
import { readSettings } from './collector/settings';
import { kubevirtForm } from './kubevirtForm';

/** Calls at a time: an API server's fairness gives us a share, not the whole. */
const parallelCalls = 4;

/** Platforms of type `kubevirt`: one Kubernetes cluster with KubeVirt each. */
export const kubevirtPlatform: PlatformType = {
  type: 'kubevirt',
  form: kubevirtForm,
  createCollector({ id, config }: PlatformConfig) {
    const settings = readSettings(config, id);
    const client = new KubernetesClient({
      access: settings.access,
      requestTimeoutMilliseconds: settings.requestTimeoutMilliseconds,
      parallelCalls,
    });
    return new KubeVirtCollector(client, settings);
  },
};
