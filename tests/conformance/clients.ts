/** Runs programs that other people wrote against the lab, unchanged. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { clientsDirectory } from '../../scripts/test/needs.ts';
import type { LabDescription } from '../../scripts/parts/lab/lab.ts';

export type LabCluster = LabDescription['clusters'][number];

/** Where the third-party Python programs are. */
export const python = path.join(clientsDirectory, 'python/bin');

/** A guest as an administrator's client lists it. */
export interface ListedGuest {
  vmid: string;
  name: string;
  node: string;
  status: string;
}

interface Walk {
  version: { version: string };
  guests: ListedGuest[];
  resources: number;
  storages: string[];
  missing: { status: number; message: string } | null;
}

/** Lists a cluster with proxmoxer, by token or by password. */
export async function walkWithProxmoxer(
  cluster: LabCluster,
  as: 'token' | 'password',
): Promise<Walk> {
  const endpoint = new URL(cluster.endpoints[0]!);
  const [tokenUser, tokenName] = cluster.tokenId.split('!');
  const output = await runProgram(
    path.join(python, 'python3'),
    [path.join(import.meta.dirname, 'proxmoxer_walk.py')],
    {
      input: JSON.stringify({
        host: endpoint.hostname,
        port: Number(endpoint.port),
        ca: cluster.caFile,
        ...(as === 'token'
          ? { tokenUser, tokenName, tokenSecret: cluster.tokenSecret }
          : { user: cluster.adminUser, password: cluster.adminPassword }),
      }),
    },
  );
  return JSON.parse(output) as Walk;
}

/** Lists a cluster with Ansible's Proxmox inventory plugin. */
export async function listWithAnsible(
  cluster: LabCluster,
  directory: string,
): Promise<ListedGuest[]> {
  // The plugin takes only files whose names end so.
  const file = path.join(directory, `${cluster.id}.proxmox.yml`);
  const [user, tokenId] = cluster.tokenId.split('!');
  fs.writeFileSync(
    file,
    JSON.stringify({
      plugin: 'community.proxmox.proxmox',
      url: cluster.endpoints[0],
      user,
      token_id: tokenId,
      token_secret: cluster.tokenSecret,
      validate_certs: true,
      want_facts: true,
    }),
  );
  const output = await runProgram(
    path.join(python, 'ansible-inventory'),
    ['--list', '--inventory', file],
    {
      env: {
        REQUESTS_CA_BUNDLE: cluster.caFile,
        CURL_CA_BUNDLE: cluster.caFile,
        ANSIBLE_HOME: path.join(directory, 'ansible'),
        ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED: 'true',
        LC_ALL: 'C.UTF-8',
      },
    },
  );
  const { _meta: meta } = JSON.parse(output) as {
    _meta: { hostvars: Record<string, Record<string, unknown>> };
  };
  return Object.entries(meta.hostvars)
    .filter(([, host]) => 'proxmox_vmid' in host)
    .map(([name, host]) => ({
      vmid: plain(host.proxmox_vmid),
      name,
      node: plain(host.proxmox_node),
      status: plain(host.proxmox_status),
    }));
}

/** Ansible wraps what came from outside, so that no template runs in it. */
function plain(value: unknown): string {
  const unsafe =
    typeof value === 'object' && value !== null && '__ansible_unsafe' in value
      ? value.__ansible_unsafe
      : value;
  return String(unsafe);
}

interface PveAnswer {
  isSuccessStatusCode: boolean;
  statusCode: number;
  reasonPhrase: string;
  response: { data: Array<Record<string, unknown>> };
}

interface PveClient {
  apiToken: string;
  login(user: string, password: string, realm: string): Promise<boolean>;
  get(path: string, parameters?: object): Promise<PveAnswer>;
}

/** A client of npm's @corsinvest/cv4pve-api-javascript for a cluster. */
export function corsinvestClient(cluster: LabCluster): PveClient {
  const load = createRequire(path.join(clientsDirectory, 'node/package.json'));
  const { PveClient: Client } = load('@corsinvest/cv4pve-api-javascript') as {
    PveClient: new (host: string, port: number) => PveClient;
  };
  const endpoint = new URL(cluster.endpoints[0]!);
  return new Client(endpoint.hostname, Number(endpoint.port));
}

const MOST_SECONDS = 120;

/** Runs a program to its end; answers what it printed. */
export function runProgram(
  command: string,
  args: string[],
  options: { input?: string; env?: Record<string, string> },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...options.env },
      timeout: MOST_SECONDS * 1000,
    });
    let output = '';
    let problems = '';
    child.stdout.on('data', chunk => (output += chunk));
    child.stderr.on('data', chunk => (problems += chunk));
    child.on('error', reject);
    child.on('close', code =>
      code === 0
        ? resolve(output)
        : reject(new Error(`${command} ended with ${code}: ${problems}`)),
    );
    child.stdin.end(options.input ?? '');
  });
}
