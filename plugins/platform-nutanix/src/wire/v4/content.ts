import { looseNumber, looseText } from '@flyloft/plugin-inventory-node';
import { z } from 'zod';
import type { ImageRecord, NameRecord, RecoveryPointRecord } from '../records';
import { osFamilyOf, textOf, timeOf } from '../values';
import { looseList } from './answer';

const id = z.string().min(1);
const texts = z.array(z.string()).optional().catch(undefined);

/*
 * `vmm.v4.content.Image`, `GET /api/vmm/v4.x/content/images`; its `type` is
 * DISK_IMAGE or ISO_IMAGE. Nutanix VMM API reference v4.0 to v4.3.
 */
const imageSchema = z.object({
  extId: id,
  name: looseText,
  description: looseText,
  type: looseText,
  sizeBytes: looseNumber,
  clusterLocationExtIds: texts,
  createTime: looseText,
});

/** Reads one image of a v4 list. */
export function imageOfV4(entity: unknown): ImageRecord {
  const image = imageSchema.parse(entity);
  const places = image.clusterLocationExtIds ?? [];
  return {
    id: image.extId,
    name: image.name ?? image.extId,
    kind: image.type === 'ISO_IMAGE' ? 'iso' : 'disk',
    sizeBytes: image.sizeBytes ?? null,
    clusterId: places.length === 1 ? places[0]! : null,
    description: textOf(image.description),
    createdAt: timeOf(image.createTime),
    osFamily: familyOfImage(image.name),
  };
}

/** What a name says of the system; a name that says nothing is no system. */
function familyOfImage(name: string | undefined): ImageRecord['osFamily'] {
  const family = osFamilyOf(name ?? null);
  return family === 'other' ? null : family;
}

/*
 * `vmm.v4.content.Template`, `GET /api/vmm/v4.x/content/templates`; what it
 * makes stands in `templateVersionSpec` (`TemplateVersionSpec`).
 */
const templateSchema = z.object({
  extId: id,
  templateName: looseText,
  templateDescription: looseText,
  createTime: looseText,
});

/** Reads one template of a v4 list. */
export function templateOfV4(entity: unknown): ImageRecord {
  const template = templateSchema.parse(entity);
  return {
    id: template.extId,
    name: template.templateName ?? template.extId,
    kind: 'template',
    sizeBytes: null,
    clusterId: null,
    description: textOf(template.templateDescription),
    createdAt: timeOf(template.createTime),
    osFamily: familyOfImage(template.templateName),
  };
}

/*
 * Nutanix Prism API reference v4.0, `prism.v4.config.Category` (key, value),
 * `GET /api/prism/v4.x/config/categories`.
 */
const categorySchema = z.object({
  extId: id,
  key: z.string(),
  value: z.string(),
});

/** Reads one category of a v4 list as `key:value`. */
export function categoryOfV4(entity: unknown): NameRecord {
  const { extId, key, value } = categorySchema.parse(entity);
  return { id: extId, name: `${key}:${value}` };
}

/*
 * Nutanix IAM API reference v4.0, `iam.v4.authn.User`,
 * `GET /api/iam/v4.0/authn/users`.
 */
const userSchema = z.object({
  extId: id,
  username: looseText,
  displayName: looseText,
});

/** Reads one user of a v4 list. */
export function userOfV4(entity: unknown): NameRecord {
  const { extId, username, displayName } = userSchema.parse(entity);
  return { id: extId, name: username ?? displayName ?? extId };
}

/*
 * Nutanix Data Protection API reference v4.0,
 * `dataprotection.v4.config.RecoveryPoint`,
 * `GET /api/dataprotection/v4.x/config/recovery-points`: `vmRecoveryPoints`
 * (`VmRecoveryPoint`) name the machines it holds by `vmExtId`.
 */
const recoveryPointSchema = z.object({
  extId: id,
  name: looseText,
  creationTime: z.string(),
  /** `RecoveryPointStatus`: only COMPLETE is one. */
  status: looseText,
  vmRecoveryPoints: looseList(z.object({ vmExtId: z.string() })),
});

/** Reads one recovery point of a v4 list. */
export function recoveryPointOfV4(entity: unknown): RecoveryPointRecord {
  const point = recoveryPointSchema.parse(entity);
  const isComplete = point.status === undefined || point.status === 'COMPLETE';
  return {
    id: point.extId,
    name: textOf(point.name),
    createdAt: z.iso.datetime().parse(timeOf(point.creationTime)),
    guestIds: isComplete
      ? point.vmRecoveryPoints.map(each => each.vmExtId)
      : [],
  };
}
