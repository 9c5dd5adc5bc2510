import type {
  PlatformConfig,
  PlatformType,
} from '@flyloft/plugin-inventory-node';
import { ClusterClient } from './client/ClusterClient';
import {
  TicketCredentials,
  TokenCredentials,
  type Credentials,
} from './client/Credentials';
import { ProxmoxClient } from './client/ProxmoxClient';
import { ProxmoxCollector } from './collector/ProxmoxCollector';
import { readSettings, type ProxmoxSettings } from './collector/settings';
import { proxmoxForm } from './proxmoxForm';

function credentialsOf({ credentials }: ProxmoxSettings): Credentials {
  return credentials.kind === 'token'
    ? new TokenCredentials(credentials.id, credentials.secret)
    : new TicketCredentials(credentials.username, credentials.password);
}

/** Platforms of type `proxmox`: one cluster of Proxmox VE 8 or 9 each. */
export const proxmoxPlatform: PlatformType = {
  type: 'proxmox',
  form: proxmoxForm,
  createCollector({ id, config }: PlatformConfig) {
    const settings = readSettings(config, id);
    const client = new ProxmoxClient({
      endpoints: settings.endpoints,
      credentials: credentialsOf(settings),
      trust: settings.trust,
      requestTimeoutMilliseconds: settings.requestTimeoutMilliseconds,
      parallelCalls: settings.parallelCalls,
    });
    return new ProxmoxCollector({
      cluster: new ClusterClient(client, {
        requestTimeoutMilliseconds: settings.requestTimeoutMilliseconds,
        agentTimeoutMilliseconds: settings.agent.timeoutMilliseconds,
      }),
      uiUrl: settings.uiUrl,
      agentEnabled: settings.agent.enabled,
      backupsEnabled: settings.backups.enabled,
    });
  },
};
