import { z } from 'zod';

/** The certificate that an endpoint shows, and whether it is to be trusted. */
export const endpointCertificateSchema = z.object({
  subject: z.string(),
  issuer: z.string(),
  validFrom: z.string(),
  validTo: z.string(),
  /** SHA-256, pairs of hexadecimal digits with colons. */
  fingerprint: z.string(),
  /**
   * - `pinned`: its fingerprint is one of those given.
   * - `authority`: an authority that we know, or the one given, signed it.
   * - `changed`: fingerprints are given, and it is none of them.
   * - `unknown`: nobody we know vouches for it.
   */
  trust: z.enum(['pinned', 'authority', 'changed', 'unknown']),
  /** Why an authority does not vouch for it. */
  problem: z.string().nullable(),
  /** With `changed`: what was pinned before. */
  pinned: z.array(z.string()),
});
export type EndpointCertificate = z.infer<typeof endpointCertificateSchema>;

const stepSchema = z.object({
  ok: z.boolean(),
  /** What was found, or why not, in words of ours. */
  words: z.string(),
  milliseconds: z.number(),
});

/** How far the way to one address went; a step that was not reached is null. */
export const testedEndpointSchema = z.object({
  url: z.string(),
  name: stepSchema,
  connection: stepSchema.nullable(),
  tls: stepSchema.nullable(),
  certificate: endpointCertificateSchema.nullable(),
});
export type TestedEndpoint = z.infer<typeof testedEndpointSchema>;

/** What a test of a platform's settings found. Nothing is kept of it. */
export const platformTestSchema = z.object({
  /** Whether a sync could see everything it looks for. */
  outcome: z.enum(['good', 'partial', 'failed']),
  milliseconds: z.number(),
  endpoints: z.array(testedEndpointSchema),
  /** Null when the platform was not asked, or did not answer as it should. */
  answer: z
    .object({
      version: z.string(),
      identity: z.string(),
      guests: z.number().nullable(),
      missingPrivileges: z.array(
        z.object({
          path: z.string(),
          privilege: z.string(),
          what: z.string().nullable(),
        }),
      ),
      remarks: z.array(z.string()),
    })
    .nullable(),
  /** Why there is no answer, and at which step it ended. */
  problem: z
    .object({
      step: z.enum([
        'settings',
        'connection',
        'certificate',
        'sign-in',
        'permission',
        'answer',
        'time',
      ]),
      message: z.string(),
    })
    .nullable(),
});
export type PlatformTest = z.infer<typeof platformTestSchema>;
