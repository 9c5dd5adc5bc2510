import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { startLabProcess, type LabProcess } from '@flyloft/backend-kit/testing';
import type { Observation } from '@flyloft/plugin-inventory-node';
import { PushedBody } from './PushedBody';
import { usualPushLimits } from './createPushRouter';

jest.setTimeout(120_000);

interface Node {
  name: string;
  type: string;
  parameters: {
    url?: string;
    jsCode?: string;
    method?: string;
    rawContentType?: string;
    body?: string;
  };
}
interface Workflow {
  nodes: Node[];
  connections: Record<string, { main: Array<Array<{ node: string }>> }>;
}
type Items = Array<{ json: unknown }>;
/** The part of a v4 page that tells how many there are. */
interface Counted {
  metadata: { totalAvailableResults: number };
}

const workflowOf = (name: string): Workflow =>
  JSON.parse(
    readFileSync(
      resolve(__dirname, '../../../../docs/guides/n8n', `${name}.json`),
      'utf8',
    ),
  );
const nodeOf = ({ nodes }: Workflow, name: string): Node =>
  nodes.find(node => node.name === name)!;

/** Runs a workflow's transform as n8n does, over what its nodes gave. */
function transformed(workflow: Workflow, given: Record<string, Items>): string {
  const $ = (name: string) => {
    const items = given[name];
    if (!items) throw new Error(`No node '${name}' ran`);
    return { all: () => items, first: () => items[0] };
  };
  const code = nodeOf(workflow, 'Make records').parameters.jsCode!;
  const [item] = runInContext(`(() => {${code}})()`, createContext({ $ }));
  return item.json.body;
}

/** What the push of a body yields to the engine. */
async function taken(body: string): Promise<Observation[]> {
  const chunks = (async function* once() {
    yield Buffer.from(body);
  })();
  const push = new PushedBody(chunks, usualPushLimits);
  await expect(push.begin()).resolves.toMatchObject({ complete: true });
  const all: Observation[] = [];
  const context = {
    signal: AbortSignal.timeout(60_000),
    knownGuests: async () => new Map(),
    progress: () => {},
  };
  for await (const each of push.collect(context as never)) all.push(each);
  return all;
}
const only = <K extends Observation['kind']>(all: Observation[], kind: K) =>
  all.filter(
    (each): each is Extract<Observation, { kind: K }> => each.kind === kind,
  );
const now: Items = [{ json: { timestamp: '2026-11-21T10:00:00.000+01:00' } }];

it.each(['nutanix', 'vmware'])(
  'the workflow %s is in one piece and ends with a push',
  name => {
    const workflow = workflowOf(name);
    const names = workflow.nodes.map(node => node.name);
    const order = [names[0]!];
    for (;;) {
      const next = workflow.connections[order.at(-1)!]?.main[0]?.[0];
      if (!next) break;
      order.push(next.node);
    }
    expect(order).toEqual(names);
    expect(workflow.nodes.at(-1)!.parameters).toMatchObject({
      method: 'POST',
      url: expect.stringMatching(
        /\/api\/inventory\/platforms\/[a-z-]+\/observations$/,
      ),
      rawContentType: 'application/x-ndjson',
      body: '={{ $json.body }}',
    });
    // A workflow is shared: it names credentials and holds none.
    expect(JSON.stringify(workflow)).not.toMatch(/flyt_|password"/i);
  },
);

describe('the workflow for Nutanix', () => {
  const workflow = workflowOf('nutanix');
  const lists = workflow.nodes.filter(node =>
    node.parameters.url?.includes('prism.example.org'),
  );
  let lab: LabProcess;
  let given: Record<string, Items>;

  beforeAll(async () => {
    lab = await startLabProcess({ estateGuests: 230 });
    given = { 'Every 15 minutes': now };
    for (const { name, parameters } of lists) {
      given[name] = await pagesOf(
        parameters.url!.replace(/^=https:\/\/[^/]+/, ''),
      );
    }
  });
  afterAll(() => lab?.stop());

  /** All pages of a list, as n8n's pagination fetches them. */
  async function pagesOf(path: string): Promise<Items> {
    const items: Items = [];
    for (let page = 0; ; page += 1) {
      const json = await get(`${path}?$limit=100&$page=${page}`);
      items.push({ json });
      if ((page + 1) * 100 >= json.metadata.totalAvailableResults) return items;
    }
  }

  function get(path: string): Promise<Counted> {
    const { url, caPem, username, password } = lab.estate('pc-north');
    return new Promise((done, fail) => {
      const outgoing = request(
        `${url}${path}`,
        { ca: caPem, auth: `${username}:${password}`, agent: false },
        async response => {
          const chunks: Buffer[] = [];
          for await (const chunk of response) chunks.push(chunk);
          done(JSON.parse(Buffer.concat(chunks).toString()));
        },
      );
      outgoing.on('error', fail);
      outgoing.end();
    });
  }

  it("posts every machine of the lab's Prism Central", async () => {
    const all = await taken(transformed(workflow, given));
    const [{ json }] = given['Virtual machines'] as [{ json: Counted }];
    const total = json.metadata.totalAvailableResults;
    expect(only(all, 'guest')).toHaveLength(total);
    expect(total).toBeGreaterThan(200);
    const hosts = new Set(only(all, 'host').map(host => host.externalId));
    const networks = new Map(
      only(all, 'network').map(network => [network.name, network.vlanTag]),
    );
    for (const { facts, details } of only(all, 'guest')) {
      if (facts.hostExternalId) expect(hosts).toContain(facts.hostExternalId);
      if (details.state !== 'read') throw new Error('details are missing');
      for (const nic of details.value.nics) {
        expect(networks.get(nic.network!)).toBe(nic.vlanTag);
      }
    }
    expect(JSON.stringify(all)).not.toContain('canary-user-data');
  });

  it('posts nothing where a page is missing', () => {
    const cut = {
      ...given,
      'Virtual machines': given['Virtual machines']!.slice(1),
    };
    expect(() => transformed(workflow, cut)).toThrow(
      /Virtual machines: Prism Central counts \d+, \d+ came/,
    );
  });
});

describe('the workflow for VMware', () => {
  // Forms of the vSphere Automation API reference 8.0: `Cluster.Summary`,
  // `Host.Summary`, `VM.Summary`, `Network.Summary`, `Datastore.Summary`.
  const json = (...items: object[]): Items =>
    items.map(each => ({ json: each }));
  const given: Record<string, Items> = {
    'Every 15 minutes': now,
    Clusters: json({
      cluster: 'domain-c8',
      name: 'Production',
      drs_enabled: true,
    }),
    'Hosts of each cluster': json({
      cluster: 'domain-c8',
      hosts: [
        {
          host: 'host-12',
          name: 'esx-1',
          connection_state: 'CONNECTED',
          power_state: 'POWERED_ON',
        },
        { host: 'host-15', name: 'esx-2', connection_state: 'NOT_RESPONDING' },
      ],
    }),
    'Machines of each host': json(
      {
        host: 'host-12',
        machines: [
          {
            vm: 'vm-42',
            name: 'erp-app',
            power_state: 'POWERED_ON',
            cpu_count: 8,
            memory_size_MiB: 32768,
          },
        ],
      },
      {
        host: 'host-15',
        machines: [
          { vm: 'vm-43', name: 'erp-test', power_state: 'POWERED_OFF' },
        ],
      },
    ),
    Networks: json({
      network: 'dvportgroup-31',
      name: 'dvpg-web',
      type: 'DISTRIBUTED_PORTGROUP',
    }),
    Datastores: json({
      datastore: 'datastore-11',
      name: 'vsan',
      type: 'VSAN',
      capacity: 100,
      free_space: 40,
    }),
  };

  it('posts machines on their hosts, and says which hosts are silent', async () => {
    const all = await taken(transformed(workflowOf('vmware'), given));
    expect(only(all, 'guest')).toMatchObject([
      {
        externalId: 'vm-42',
        facts: {
          powerState: 'running',
          hostExternalId: 'host-12',
          clusterExternalId: 'domain-c8',
          vcpus: 8,
          memoryBytes: 32768 * 1048576,
        },
        details: { state: 'unread' },
      },
      { facts: { powerState: 'stopped', vcpus: null } },
    ]);
    expect(only(all, 'unreachable')).toMatchObject([
      { scope: 'host', externalId: 'host-15' },
    ]);
    expect(only(all, 'storage')).toMatchObject([{ usedBytes: 60 }]);
  });
});
