/** Runs other people's clients of Kubernetes against the lab, unchanged. */
import path from 'node:path';
import type { LabDescription } from '../../scripts/parts/lab/lab.ts';
import { python, runProgram } from './clients.ts';

type LabEstate = LabDescription['estates'][number];

/** What `kubernetes_walk.py` prints. */
export interface KubernetesWalk {
  version: string;
  machines: Array<{
    uid: string;
    name: string;
    namespace: string;
    status: string;
    node: string | null;
    size: string | null;
    macs: string[];
    addresses: string[];
  }>;
  pages: number;
  nodes: Array<{ name: string; ready: string }>;
  claims: number;
  storageClasses: string[];
  /** Their VLAN, where they have one. */
  networks: Record<string, number | null>;
  /** The types of the events of a watch. */
  told: string[];
  nobody: { status: number; reason: string } | null;
  stranger: { status: number; reason: string } | null;
}

/** Lists a cluster with the Kubernetes project's own Python client. */
export async function walkWithKubernetesClient(
  estate: LabEstate,
): Promise<KubernetesWalk> {
  const output = await runProgram(
    path.join(python, 'python3'),
    [path.join(import.meta.dirname, 'kubernetes_walk.py')],
    {
      input: JSON.stringify({
        url: estate.url,
        ca: estate.caFile,
        token: estate.token,
        nobody: estate.unprivilegedToken,
      }),
    },
  );
  return JSON.parse(output) as KubernetesWalk;
}
