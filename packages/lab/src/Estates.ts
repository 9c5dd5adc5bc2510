import { join } from 'node:path';
import { CallMeter } from './control/CallMeter.ts';
import type { Faults } from './control/Faults.ts';
import type { KeptSecrets } from './keptSecrets.ts';
import { platformApis } from './platformApis.ts';
import { portOf } from './ports.ts';
import { ClusterTls } from './tls/ClusterTls.ts';
import type { ApiAccess, RunningApi } from './wire/platformApi.ts';
import type { Estate } from './world/estate/Estate.ts';
import type { EstatePlatform } from './world/estate/estatePlan.ts';
import type { World } from './world/World.ts';

/** Where each estate is from the first port on. */
const PORTS: Record<EstatePlatform, number> = {
  vsphere: 30,
  nutanix: 40,
  kubevirt: 50,
};

/** How to reach an estate, and as whom; written to `lab.json`. */
export interface EstateDescription {
  id: string;
  platform: EstatePlatform;
  title: string;
  version: string;
  url: string;
  caFile: string;
  caPem: string;
  /** SHA-256 of its certificate. */
  fingerprint: string;
  username: string;
  password: string;
  token: string;
  unprivilegedUsername: string;
  unprivilegedPassword: string;
  unprivilegedToken: string;
}

export interface EstatesOptions {
  world: World;
  secrets: KeptSecrets;
  directory: string;
  portBase?: number;
}

/** The estates of the world behind their ports. */
export class Estates {
  readonly descriptions: EstateDescription[] = [];
  /** By estate. */
  readonly meters: Map<string, CallMeter> = new Map();
  private readonly running: Map<string, RunningApi> = new Map();

  private constructor() {}

  /** Starts them all, or, when one cannot start, none. */
  static async start(
    options: EstatesOptions,
    faults: Faults,
  ): Promise<Estates> {
    const estates = new Estates();
    try {
      for (const estate of options.world.estates.values())
        await estates.open(estate, options, faults);
    } catch (error) {
      await estates.close();
      throw error;
    }
    return estates;
  }

  accessOf(id: string): ApiAccess | undefined {
    return this.running.get(id)?.access;
  }

  async close(): Promise<void> {
    for (const api of this.running.values()) await api.close();
  }

  private async open(
    estate: Estate,
    { world, secrets, directory, portBase = 0 }: EstatesOptions,
    faults: Faults,
  ): Promise<void> {
    const { platform, title, version } = estate.plan;
    const api = platformApis[platform];
    const known = secrets.estates[estate.id];
    if (!api || !known) return;
    const authority = await ClusterTls.open({
      directory: join(directory, estate.id),
      clusterName: estate.id,
    });
    const tls = await authority.node(estate.id);
    const meter = new CallMeter();
    this.meters.set(estate.id, meter);
    const running = await api.start({
      world,
      estate,
      secrets: known,
      tls,
      port: portOf(portBase, PORTS[platform]),
      interceptor: faults.interceptor(estate.id, estate.id, meter, api.lists),
    });
    this.running.set(estate.id, running);
    this.descriptions.push({
      id: estate.id,
      platform,
      title,
      version,
      url: `https://localhost:${running.port}`,
      caFile: authority.caFile,
      caPem: authority.ca,
      fingerprint: tls.fingerprint,
      ...known,
    });
  }
}
