import { z } from 'zod';
import {
  conditionsSchema,
  keyOf,
  looseArray,
  looseBoolean,
  looseNumber,
  looseObject,
  looseText,
  metadataSchema,
  textMap,
} from './metadata';

const diskSchema = z.object({
  name: z.string(),
  bootOrder: looseNumber,
  disk: looseObject({ bus: looseText }),
  cdrom: looseObject({ bus: looseText }),
  lun: looseObject({ bus: looseText }),
});
export type WireDisk = z.infer<typeof diskSchema>;

const interfaceSchema = z.object({
  name: z.string(),
  model: looseText,
  macAddress: looseText,
  state: looseText,
});

const networkSchema = z.object({
  name: z.string(),
  pod: z.unknown().optional(),
  multus: looseObject({ networkName: looseText }),
});

const volumeSchema = z.object({
  name: z.string(),
  dataVolume: looseObject({ name: looseText }),
  persistentVolumeClaim: looseObject({ claimName: looseText }),
  ephemeral: looseObject({
    persistentVolumeClaim: looseObject({ claimName: looseText }),
  }),
  containerDisk: looseObject({ image: looseText }),
  emptyDisk: looseObject({ capacity: z.unknown().optional() }),
  hostDisk: looseObject({ path: looseText, capacity: z.unknown().optional() }),
});
export type WireVolume = z.infer<typeof volumeSchema>;

const cpuSchema = looseObject({
  sockets: looseNumber,
  cores: looseNumber,
  threads: looseNumber,
});

const instanceSpecSchema = looseObject({
  hostname: looseText,
  domain: looseObject({
    cpu: cpuSchema,
    memory: looseObject({ guest: z.unknown().optional() }),
    resources: looseObject({
      requests: looseObject({
        cpu: z.unknown().optional(),
        memory: z.unknown().optional(),
      }),
    }),
    firmware: looseObject({ uuid: looseText }),
    devices: looseObject({
      disks: looseArray(diskSchema),
      interfaces: looseArray(interfaceSchema),
    }),
  }),
  networks: looseArray(networkSchema),
  volumes: looseArray(volumeSchema),
});
/** What a machine is made of, the same in both kinds. */
export type InstanceSpec = NonNullable<z.infer<typeof instanceSpecSchema>>;

const matcherSchema = looseObject({ name: looseText, kind: looseText });

export const virtualMachineSchema = z.object({
  metadata: metadataSchema,
  spec: looseObject({
    runStrategy: looseText,
    running: looseBoolean,
    instancetype: matcherSchema,
    preference: matcherSchema,
    template: looseObject({
      metadata: looseObject({ labels: textMap, annotations: textMap }),
      spec: instanceSpecSchema,
    }),
  }),
  status: looseObject({
    printableStatus: looseText,
    snapshotInProgress: looseText,
    restoreInProgress: looseText,
    // Named here where the specification lets a volume decide.
    instancetypeRef: matcherSchema,
    preferenceRef: matcherSchema,
  }),
});

const statusInterfaceSchema = z.object({
  name: looseText,
  mac: looseText,
  ipAddress: looseText,
  ipAddresses: looseArray(z.string()),
  interfaceName: looseText,
  infoSource: looseText,
  linkState: looseText,
});

export const virtualMachineInstanceSchema = z.object({
  metadata: metadataSchema,
  spec: instanceSpecSchema,
  status: looseObject({
    phase: looseText,
    nodeName: looseText,
    conditions: conditionsSchema,
    interfaces: looseArray(statusInterfaceSchema),
    guestOSInfo: looseObject({
      id: looseText,
      name: looseText,
      prettyName: looseText,
      version: looseText,
      kernelRelease: looseText,
    }),
    currentCPUTopology: cpuSchema,
    memory: looseObject({
      guestCurrent: z.unknown().optional(),
      guestRequested: z.unknown().optional(),
      guestAtBoot: z.unknown().optional(),
    }),
    phaseTransitionTimestamps: looseArray(
      z.object({ phase: z.string(), phaseTransitionTimestamp: z.string() }),
    ),
    volumeStatus: looseArray(
      z.object({
        name: z.string(),
        persistentVolumeClaimInfo: looseObject({
          claimName: looseText,
          capacity: looseObject({ storage: z.unknown().optional() }),
        }),
      }),
    ),
  }),
});

/** A `VirtualMachine`: what shall be, whether it runs or not. */
export interface VirtualMachine extends z.infer<typeof virtualMachineSchema> {
  key: string;
  /** The object as it came, user data cut. */
  raw: Record<string, unknown>;
}

/** A `VirtualMachineInstance`: what runs. */
export interface VirtualMachineInstance extends z.infer<
  typeof virtualMachineInstanceSchema
> {
  key: string;
  raw: Record<string, unknown>;
}

/** @throws ZodError when it is no virtual machine */
export function toVirtualMachine(object: unknown): VirtualMachine {
  const machine = virtualMachineSchema.parse(object);
  return {
    ...machine,
    key: keyOf(machine.metadata),
    raw: object as Record<string, unknown>,
  };
}

/** @throws ZodError when it is no instance */
export function toInstance(object: unknown): VirtualMachineInstance {
  const instance = virtualMachineInstanceSchema.parse(object);
  return {
    ...instance,
    key: keyOf(instance.metadata),
    raw: object as Record<string, unknown>,
  };
}
