/** What a suite needs of the machine, and how to get it when it is missing. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { dataDirectory } from '../bootstrap/paths.mjs';
import { findChromium } from '../parts/browser/findChromium.ts';

export type Need =
  | 'database'
  | 'frontend'
  | 'chromium'
  | 'python clients'
  | 'nutanix client'
  | 'node clients'
  | 'vcsim';

/** Where `.ci/run` puts the third-party clients. */
export const clientsDirectory = path.join(dataDirectory, 'clients');

type Check = () => Promise<string | undefined>;

/** Answers undefined when it is there, else one line on how to get it. */
const checks: Record<Need, Check> = {
  // Both are made by the run itself.
  database: async () => undefined,
  frontend: async () => undefined,
  chromium: async () => {
    const found = await findChromium();
    return 'path' in found ? undefined : found.missing;
  },
  'python clients': async () => {
    const python = path.join(clientsDirectory, 'python/bin/python3');
    const works =
      fs.existsSync(python) &&
      spawnSync(python, [
        '-c',
        'import proxmoxer, requests, ansible, pyVmomi, kubernetes',
      ]).status === 0;
    return works
      ? undefined
      : 'proxmoxer, Ansible, pyvmomi or the Kubernetes client is missing: ".ci/run" installs them under .data/clients';
  },
  'nutanix client': async () =>
    fs.existsSync(path.join(clientsDirectory, 'python-nutanix/installed.txt'))
      ? undefined
      : 'Nutanix\'s client is missing: ".ci/run" installs it under .data/clients',
  'node clients': async () =>
    fs.existsSync(
      path.join(
        clientsDirectory,
        'node/node_modules/@corsinvest/cv4pve-api-javascript',
      ),
    )
      ? undefined
      : 'cv4pve-api-javascript is missing: ".ci/run" installs it under .data/clients',
  vcsim: async () =>
    ['0.24', '0.37'].every(version =>
      fs.existsSync(path.join(clientsDirectory, `vcsim-${version}/vcsim`)),
    )
      ? undefined
      : 'vcsim is missing: ".ci/run" builds it under .data/clients',
};

/** What is missing for these needs, each with how to get it. */
export async function whatIsMissing(needs: Need[]): Promise<string[]> {
  const answers = await Promise.all(needs.map(need => checks[need]()));
  return answers.filter(answer => answer !== undefined);
}
