import type { WireReply, WireRequest } from '../../wire/PlatformServer.ts';
import type { EstateHost } from '../../world/estate/Estate.ts';
import type { PrismCentral } from '../PrismCentral.ts';
import { entity, reference } from './entity.ts';
import { vmOf } from './machines.ts';

/* Forms of the Prism Central v3 API reference (3.1). */

const MIB = 1_048_576;
const MOST = 500;
const json = { 'content-type': 'application/json' };
const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

interface Kind {
  total(central: PrismCentral): number;
  slice(central: PrismCentral, from: number, to: number): object[];
}

function kindOf<T>(
  all: (central: PrismCentral) => readonly T[],
  form: (central: PrismCentral, item: T) => object,
): Kind {
  return {
    total: central => all(central).length,
    slice: (central, from, to) =>
      all(central)
        .slice(from, to)
        .map(item => form(central, item)),
  };
}

function hostOf(central: PrismCentral, { name, plan }: EstateHost): object {
  return entity('host', central.id('host', name), {
    name,
    cluster_reference: reference(central, 'cluster', 'cluster', plan.cluster),
    resources: {
      host_type: 'HYPER_CONVERGED',
      serial_number: plan.serial,
      cpu_model: plan.cpuModel,
      num_cpu_sockets: plan.sockets,
      num_cpu_cores: plan.sockets * plan.coresPerSocket,
      memory_capacity_mib: Math.round(plan.memoryBytes / MIB),
      hypervisor: {
        ip: plan.address,
        hypervisor_full_name: 'Nutanix 20230302.102001',
      },
      block: { block_model: plan.model, block_serial_number: plan.serial },
    },
  });
}

const kinds: Record<string, Kind> = {
  vm: kindOf(central => central.machines(), vmOf),
  host: kindOf(central => central.hosts(), hostOf),
  cluster: kindOf(
    central => [...central.estate.plan.clusters, 'prism-central'],
    (central, name) =>
      entity('cluster', central.id('cluster', name), {
        name: name === 'prism-central' ? 'Unnamed' : name,
        resources: {
          config: {
            build: {
              version:
                name === 'prism-central'
                  ? central.estate.plan.version
                  : '6.10.1',
            },
            service_list: [name === 'prism-central' ? 'PRISM_CENTRAL' : 'AOS'],
          },
        },
      }),
  ),
  subnet: kindOf(
    central => central.estate.plan.networks,
    (central, network) => {
      const [ip, length] = network.prefix?.split('/') ?? [];
      return entity('subnet', central.id('network', network.name), {
        name: network.name,
        ...(network.description ? { description: network.description } : {}),
        cluster_reference: reference(
          central,
          'cluster',
          'cluster',
          central.estate.plan.clusters[0] ?? '',
        ),
        resources: {
          subnet_type: 'VLAN',
          vlan_id: network.vlan ?? 0,
          ...(ip === undefined
            ? {}
            : { ip_config: { subnet_ip: ip, prefix_length: Number(length) } }),
        },
      });
    },
  ),
  image: kindOf(
    central => central.estate.plan.images,
    (central, image) =>
      entity('image', central.id('image', image.name), {
        name: image.name,
        resources: {
          image_type: image.kind === 'iso' ? 'ISO_IMAGE' : 'DISK_IMAGE',
          size_bytes: image.sizeBytes,
        },
      }),
  ),
  project: kindOf(
    central => central.estate.plan.folders,
    (central, { name }) =>
      entity('project', central.id('project', name), { name }),
  ),
  vm_recovery_point: kindOf(
    central => central.recoveryPoints(),
    (central, { machine, snapshot }) =>
      entity('vm_recovery_point', snapshot.id, {
        name: snapshot.name,
        resources: {
          creation_time: iso(snapshot.time),
          parent_vm_reference: {
            kind: 'vm',
            uuid: machine.uuid,
            name: machine.name,
          },
        },
      }),
  ),
};

/** A refusal as v3 words it. */
export function v3Refusal(
  status: number,
  message: string,
  reason: string,
): WireReply {
  return {
    status,
    headers: json,
    body: JSON.stringify({
      state: 'ERROR',
      code: status,
      message_list: [{ message, reason }],
      api_version: '3.1',
    }),
  };
}

function bodyOf(body: Buffer): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(body.toString() || '{}');
    return typeof parsed === 'object' && parsed !== null
      ? (parsed as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** What a list was asked for; the text says what is wrong with it. */
function askedOf(
  kind: string,
  body: Buffer,
): { offset: number; length: number } | string {
  const asked = bodyOf(body);
  if (!asked || (asked.kind !== undefined && asked.kind !== kind)) {
    return `kind must be ${kind}.`;
  }
  const offset = Number(asked.offset ?? 0);
  const length = Math.min(Number(asked.length ?? 20), MOST);
  return offset >= 0 && length >= 1
    ? { offset, length }
    : 'offset and length must be counts.';
}

/** Answers one call of the v3 interface; undefined where it has no such path. */
export function handleV3(
  central: PrismCentral,
  request: WireRequest,
): WireReply | undefined {
  const name = /^\/api\/nutanix\/v3\/([a-z_]+)s\/list$/.exec(request.path)?.[1];
  const kind = name === undefined ? undefined : kinds[name];
  if (!kind || !name) return undefined;
  if (request.method !== 'POST') {
    return v3Refusal(405, 'The method is not allowed.', 'METHOD_NOT_ALLOWED');
  }
  const asked = askedOf(name, request.body);
  if (typeof asked === 'string')
    return v3Refusal(422, asked, 'INVALID_REQUEST');
  const { offset, length } = asked;
  const entities = central.hasRights
    ? kind.slice(central, offset, offset + length)
    : [];
  return {
    status: 200,
    headers: json,
    body: JSON.stringify({
      api_version: '3.1',
      metadata: {
        kind: name,
        total_matches: central.hasRights ? kind.total(central) : 0,
        offset,
        length: entities.length,
      },
      entities,
    }),
  };
}
