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
} from './metadata';

/*
 * The kinds beside guests, each with no more than what the inventory takes.
 */

const listed = <T extends { metadata: z.infer<typeof metadataSchema> }>(
  thing: T,
) => ({ ...thing, key: keyOf(thing.metadata) });

export const nodeSchema = z
  .object({
    metadata: metadataSchema,
    spec: looseObject({
      unschedulable: looseBoolean,
      taints: looseArray(z.object({ key: z.string() })),
    }),
    status: looseObject({
      conditions: conditionsSchema,
      addresses: looseArray(
        z.object({ type: z.string(), address: z.string() }),
      ),
      capacity: looseObject({
        cpu: z.unknown().optional(),
        memory: z.unknown().optional(),
        'ephemeral-storage': z.unknown().optional(),
      }),
      nodeInfo: looseObject({
        kubeletVersion: looseText,
        kernelVersion: looseText,
      }),
    }),
  })
  .transform(listed);
export type Node = z.infer<typeof nodeSchema>;

export const namespaceSchema = z
  .object({ metadata: metadataSchema })
  .transform(listed);
export type Namespace = z.infer<typeof namespaceSchema>;

const storageRequestSchema = looseObject({
  storageClassName: looseText,
  resources: looseObject({
    requests: looseObject({ storage: z.unknown().optional() }),
  }),
});

export const claimSchema = z
  .object({
    metadata: metadataSchema,
    spec: storageRequestSchema,
    status: looseObject({
      capacity: looseObject({ storage: z.unknown().optional() }),
    }),
  })
  .transform(listed);
export type Claim = z.infer<typeof claimSchema>;

export const dataVolumeSchema = z
  .object({
    metadata: metadataSchema,
    spec: looseObject({
      pvc: storageRequestSchema,
      storage: storageRequestSchema,
    }),
  })
  .transform(listed);
export type DataVolume = z.infer<typeof dataVolumeSchema>;

export const storageClassSchema = z
  .object({
    metadata: metadataSchema,
    provisioner: looseText,
  })
  .transform(listed);
export type StorageClass = z.infer<typeof storageClassSchema>;

export const attachmentSchema = z
  .object({
    metadata: metadataSchema,
    spec: looseObject({ config: looseText }),
  })
  .transform(listed);
export type Attachment = z.infer<typeof attachmentSchema>;

export const dataSourceSchema = z
  .object({
    metadata: metadataSchema,
    spec: looseObject({
      source: looseObject({
        pvc: looseObject({ name: looseText, namespace: looseText }),
        snapshot: looseObject({ name: looseText, namespace: looseText }),
      }),
    }),
  })
  .transform(listed);
export type DataSource = z.infer<typeof dataSourceSchema>;

export const instancetypeSchema = z
  .object({
    metadata: metadataSchema,
    spec: looseObject({
      cpu: looseObject({ guest: looseNumber }),
      memory: looseObject({ guest: z.unknown().optional() }),
    }),
  })
  .transform(listed);
export type Instancetype = z.infer<typeof instancetypeSchema>;

export const preferenceSchema = z
  .object({
    metadata: metadataSchema,
    spec: looseObject({
      cpu: looseObject({ preferredCPUTopology: looseText }),
    }),
  })
  .transform(listed);

const snapshotStatus = looseObject({
  readyToUse: looseBoolean,
  creationTime: looseText,
  sourceUID: looseText,
});

export const machineSnapshotSchema = z
  .object({
    metadata: metadataSchema,
    spec: looseObject({
      source: looseObject({ kind: looseText, name: looseText }),
    }),
    status: snapshotStatus,
  })
  .transform(listed);
export type MachineSnapshot = z.infer<typeof machineSnapshotSchema>;

export const volumeSnapshotSchema = z
  .object({
    metadata: metadataSchema,
    spec: looseObject({
      source: looseObject({ persistentVolumeClaimName: looseText }),
    }),
    status: snapshotStatus,
  })
  .transform(listed);
export type VolumeSnapshot = z.infer<typeof volumeSnapshotSchema>;

export const kubeVirtSchema = z.object({
  metadata: metadataSchema,
  status: looseObject({
    observedKubeVirtVersion: looseText,
    phase: looseText,
  }),
});

export const groupsSchema = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      versions: z.array(z.object({ version: z.string() })),
      preferredVersion: looseObject({ version: looseText }),
    }),
  ),
});

export const versionSchema = z.object({ gitVersion: z.string() });

export const reviewSchema = z.object({
  status: z.object({ allowed: z.boolean() }),
});

export const selfSchema = z.object({
  status: z.object({
    userInfo: z.object({
      username: z.string(),
      groups: z.array(z.string()).optional(),
    }),
  }),
});
