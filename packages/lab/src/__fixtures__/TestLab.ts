import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLab, type ClusterDescription, type Lab, type LabOptions } from '../lab.ts';

export interface Answer {
  status: number;
  reason: string;
  text: string;
  /** What stands under `data`; undefined when the body is no JSON. */
  data: any;
  message: string | undefined;
}

export interface Sent {
  method?: string;
  /** Which of the entry nodes, counted from 0. */
  entry?: number;
  cluster?: string;
  /** Sent as JSON. */
  body?: unknown;
  as?: 'portal' | 'unprivileged' | Record<string, string>;
}

/** A lab of its own for a test, and a client that trusts only its authority. */
export class TestLab {
  readonly lab: Lab;
  private readonly directory: string;

  private constructor(lab: Lab, directory: string) {
    this.lab = lab;
    this.directory = directory;
  }

  static async start(options: Partial<LabOptions> = {}): Promise<TestLab> {
    const directory = await mkdtemp(join(tmpdir(), 'flyloft-lab-'));
    const lab = await startLab({
      directory,
      withIdentity: false,
      taskPace: 0,
      unauthenticatedDelayMilliseconds: 10,
      noRouteSeconds: 0.05,
      ...options,
    });
    return new TestLab(lab, directory);
  }

  async close(): Promise<void> {
    await this.lab.close();
    await rm(this.directory, { recursive: true, force: true });
  }

  cluster(id: string = 'pve-west'): ClusterDescription {
    const found = this.lab.description.clusters.find(cluster => cluster.id === id);
    if (!found) throw new Error(`no cluster ${id}`);
    return found;
  }

  /** One call over a connection of its own. */
  call(path: string, sent: Sent = {}): Promise<Answer> {
    const cluster = this.cluster(sent.cluster);
    const url = new URL(`${cluster.endpoints[sent.entry ?? 0]}/api2/json${path}`);
    const body = sent.body === undefined ? undefined : JSON.stringify(sent.body);
    return new Promise((resolve, reject) => {
      const outgoing = request(
        url,
        {
          method: sent.method ?? 'GET',
          ca: cluster.caPem,
          agent: false,
          headers: {
            ...credentials(cluster, sent.as ?? 'portal'),
            ...(body === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
          },
        },
        response => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            resolve({
              status: response.statusCode ?? 0,
              reason: response.statusMessage ?? '',
              text,
              ...parsed(text),
            });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  /** What stands under `data`; anything but 200 is an error. */
  async get(path: string, sent: Sent = {}): Promise<any> {
    const answer = await this.call(path, sent);
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.reason}`);
    return answer.data;
  }

  /** Signs in as the administrator; gives the headers that prove it. */
  async administrator(cluster: string = 'pve-west'): Promise<Record<string, string>> {
    const { adminUser, adminPassword } = this.cluster(cluster);
    const { data } = await this.call('/access/ticket', {
      method: 'POST',
      cluster,
      as: {},
      body: { username: adminUser, password: adminPassword },
    });
    return { cookie: `PVEAuthCookie=${data.ticket}`, csrfpreventiontoken: data.CSRFPreventionToken };
  }

  /** A request to the control endpoint. */
  async control(method: string, path: string, body?: unknown): Promise<{ status: number; body: any }> {
    const response = await fetch(`${this.lab.description.control}${path}`, {
      method,
      ...(method === 'POST'
        ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) }
        : {}),
    });
    return { status: response.status, body: await response.json() };
  }
}

function credentials(cluster: ClusterDescription, as: NonNullable<Sent['as']>): Record<string, string> {
  if (as === 'portal') {
    return { authorization: `PVEAPIToken=${cluster.tokenId}=${cluster.tokenSecret}` };
  }
  if (as === 'unprivileged') {
    return {
      authorization: `PVEAPIToken=${cluster.unprivilegedTokenId}=${cluster.unprivilegedTokenSecret}`,
    };
  }
  return as;
}

function parsed(text: string): { data: any; message: string | undefined } {
  try {
    const body = JSON.parse(text);
    return { data: body.data, message: body.message };
  } catch {
    return { data: undefined, message: undefined };
  }
}
