/** Runs other people's clients of vCenter against the lab, unchanged. */
import path from 'node:path';
import type { LabDescription } from '../../scripts/parts/lab/lab.ts';
import { python, runProgram } from './clients.ts';

type LabEstate = LabDescription['estates'][number];

/** What `pyvmomi_walk.py` prints. */
export interface VsphereWalk {
  about: string;
  /** What vCenter said to a wrong password. */
  refused: string | null;
  hosts: Array<{ name: string; cluster: string; state: string }>;
  machines: Array<{
    uuid: string;
    biosUuid: string;
    name: string;
    host: string;
    power: string;
    vcpus: number;
    memoryMiB: number;
    template: boolean;
    hostName: string | null;
    disks: Array<{ bytes: number }>;
    nics: Array<{ mac: string; addresses: string[] }>;
  }>;
  /** Their VLAN, where it is one. */
  networks: Record<string, number | null>;
  datastores: string[];
  pages: number;
  updates: {
    seen: Array<{ kind: string; id: string }>;
    pieces: number;
    nothing: boolean;
  };
}

/** Lists a vCenter with VMware's own Python client. */
export async function walkWithPyvmomi(estate: LabEstate): Promise<VsphereWalk> {
  const url = new URL(estate.url);
  const output = await runProgram(
    path.join(python, 'python3'),
    [path.join(import.meta.dirname, 'pyvmomi_walk.py')],
    {
      input: JSON.stringify({
        host: url.hostname,
        port: Number(url.port),
        ca: estate.caFile,
        user: estate.username,
        password: estate.password,
      }),
    },
  );
  return JSON.parse(output) as VsphereWalk;
}
