import { ConfigReader } from '@backstage/config';
import { aLab, type LabEstate } from '@flyloft/backend-kit/testing';
import type { PlatformCollector } from '@flyloft/plugin-inventory-node';
import {
  aContext,
  closedAfterEach,
  everything,
} from '@flyloft/plugin-inventory-node/testing';
import { vspherePlatform } from '../vspherePlatform';

/** The lab's own word on a machine, from its control endpoint. */
export interface TrueMachine {
  uuid: string;
  name: string;
  folder: string;
  inCluster: string;
  host: string | null;
  power: 'running' | 'stopped' | 'paused';
  template: boolean;
  sockets: number;
  coresPerSocket: number;
  memoryBytes: number;
  biosUuid: string;
  hostname: string;
  agent: 'answering' | 'absent' | 'hung';
  tags: Record<string, string>;
  description: string;
  createdAt: number;
  disks: Array<{ bytes: number; storage: string; thin: boolean }>;
  nics: Array<{ mac: string; network: string; addresses: string[] }>;
  snapshots: Array<{ name: string; time: number }>;
}

/** The lab's vCenter, for one test file. */
export function vsphereLab() {
  const lab = aLab();
  const closed = closedAfterEach();

  return {
    lab,
    estate: (): LabEstate => lab.estate('vc-south'),
    /** A collector of the lab's vCenter, with pages so small that there are several. */
    labCollector(overrides: object = {}): PlatformCollector {
      const { url, username, password, caPem } = lab.estate('vc-south');
      return closed(
        vspherePlatform.createCollector({
          id: 'vc-test',
          title: 'Test',
          config: new ConfigReader({
            endpoint: url,
            username,
            password,
            ca: caPem,
            pageSize: 10,
            requestTimeout: '10s',
            ...overrides,
          }),
        }),
      );
    },
    collect: (
      collector: PlatformCollector,
      context: Parameters<typeof aContext>[0] = {},
    ) => everything(collector.collect(aContext(context))),
    truth: async () =>
      (
        await lab.control<{ items: TrueMachine[] }>(
          'GET',
          '/world/guests?cluster=vc-south',
        )
      ).items,
    fault: (kind: string, more: object = {}) =>
      lab.fault({ kind, cluster: 'vc-south', ...more }),
  };
}
