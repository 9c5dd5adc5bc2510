import { createHash } from 'node:crypto';
import type {
  PushedGuest,
  PushedRecord,
} from '@flyloft/plugin-inventory-common';
import {
  cutSecrets,
  cutSecretsInText,
  type GuestDetails,
  type KnownGuest,
  type Observation,
  type ObservedGuest,
} from '@flyloft/plugin-inventory-node';

function detailsOf(details: NonNullable<PushedGuest['details']>): GuestDetails {
  return {
    ...details,
    biosUuid: details.biosUuid?.toLocaleLowerCase('en-US') ?? null,
    description: details.description && cutSecretsInText(details.description),
    nics: details.nics.map(nic => ({
      ...nic,
      macAddress: nic.macAddress?.toLocaleLowerCase('en-US') ?? null,
    })),
    raw: cutSecrets(details.raw) as Record<string, unknown>,
  };
}

/** Stands for all that details are made of; the schema fixes the order. */
const digestOf = (details: GuestDetails) =>
  createHash('sha256').update(JSON.stringify(details)).digest('base64url');

function guestOf(
  pushed: PushedGuest,
  known: KnownGuest | undefined,
): ObservedGuest {
  const {
    kind,
    externalId,
    type,
    platformUrl,
    details: told,
    ...facts
  } = pushed;
  const base = { kind, externalId, type, platformUrl, facts };
  if (!told) {
    return {
      ...base,
      evidence: {},
      details: { state: 'unread', reason: 'the source pushed no details' },
      detailsDigest: known?.digest ?? null,
    };
  }
  const details = detailsOf(told);
  const digest = digestOf(details);
  return {
    ...base,
    evidence: {
      biosUuid: details.biosUuid,
      createdAt: details.createdAt,
      macAddresses: details.nics.flatMap(nic => nic.macAddress ?? []),
      rootVolume: details.disks[0]?.volume ?? null,
    },
    details:
      digest === known?.digest
        ? { state: 'same' }
        : { state: 'read', value: details },
    detailsDigest: digest,
  };
}

/** A pushed record as a collector would have yielded it. */
export function pushedObservation(
  record: PushedRecord,
  known: ReadonlyMap<string, KnownGuest>,
): Observation {
  return record.kind === 'guest'
    ? guestOf(record, known.get(record.externalId))
    : record;
}
