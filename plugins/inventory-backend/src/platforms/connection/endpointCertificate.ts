import type { EndpointCertificate } from '@flyloft/plugin-inventory-common';
import { normalFingerprint } from '@flyloft/plugin-inventory-node';

/** By what an endpoint is to be trusted. */
export interface EndpointTrust {
  ca?: string;
  fingerprints: string[];
}

type NameParts = Readonly<Record<string, string | string[] | undefined>>;

/** What is read of a certificate. */
interface ShownCertificate {
  subject: NameParts | undefined;
  issuer: NameParts | undefined;
  valid_from: string;
  valid_to: string;
  fingerprint256: string;
}

/** Says of a certificate what people look at, and whether it is to be trusted. */
export function certificateOf(
  shown: ShownCertificate,
  refusal: Error | string | null | undefined,
  trust: EndpointTrust,
): EndpointCertificate {
  const { fingerprint256: fingerprint } = shown;
  const problem = refusal ? reasonFor(refusal) : null;
  return {
    subject: nameOf(shown.subject),
    issuer: nameOf(shown.issuer),
    validFrom: momentOf(shown.valid_from),
    validTo: momentOf(shown.valid_to),
    fingerprint,
    trust: trustIn(fingerprint, problem, trust),
    problem,
    pinned: trust.fingerprints,
  };
}

function trustIn(
  fingerprint: string,
  problem: string | null,
  { ca, fingerprints }: EndpointTrust,
): EndpointCertificate['trust'] {
  const pinned = fingerprints
    .map(normalFingerprint)
    .includes(normalFingerprint(fingerprint));
  if (fingerprints.length > 0 && !pinned) return 'changed';
  // With a CA and a pin both must hold, as when the platform is read.
  if (pinned && (ca === undefined || problem === null)) return 'pinned';
  return problem === null ? 'authority' : 'unknown';
}

const longestName = 300;

function nameOf(parts: NameParts | undefined): string {
  return Object.entries(parts ?? {})
    .map(([key, value]) => `${key}=${[value ?? ''].flat().join('+')}`)
    .join(', ')
    .slice(0, longestName);
}

function momentOf(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? text : new Date(time).toISOString();
}

const reasons: Record<string, string> = {
  SELF_SIGNED_CERT_IN_CHAIN: 'an authority signed it that we do not know',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by itself',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'an authority signed it that we do not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'an authority signed it that we do not know',
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another name',
};

function reasonFor(refusal: Error | string): string {
  const code =
    typeof refusal === 'string'
      ? refusal
      : ((refusal as { code?: string }).code ?? refusal.message);
  return reasons[code] ?? code.slice(0, longestName);
}
