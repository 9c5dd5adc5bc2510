import { z } from 'zod';

/**
 * What can be wrong with the chain. `changed`: a row is not what was hashed.
 * `missing`: rows between two others are gone. `replaced`: rows fit each other
 * but not what was signed. `cut`: the newest rows are gone. `unsigned`: rows
 * stand after the newest signature. `signature`: a signature is not ours.
 */
export const chainFaultKinds = [
  'changed',
  'missing',
  'replaced',
  'cut',
  'unsigned',
  'signature',
] as const;

export const chainFaultSchema = z.object({
  kind: z.enum(chainFaultKinds),
  /** The first row that it concerns. */
  sequence: z.string(),
  /** The last one. */
  until: z.string(),
  message: z.string(),
});
export type ChainFault = z.infer<typeof chainFaultSchema>;

/** A point of the chain: noted elsewhere, it proves later that nothing was cut. */
export const chainPointSchema = z.object({
  sequence: z.string(),
  hash: z.string(),
});
export type ChainPoint = z.infer<typeof chainPointSchema>;

/** What came of one look at the whole chain. */
export const verificationSchema = z.object({
  id: z.uuid(),
  state: z.enum(['running', 'intact', 'broken', 'failed']),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  /** Who asked; null for the one that runs every day. */
  requestedBy: z.string().nullable(),
  /** How many rows were looked at. */
  checked: z.number().int(),
  /** The newest row then, or the newest that was purged. */
  head: chainPointSchema.nullable(),
  /** At most a hundred; `faultCount` is all of them. */
  faults: z.array(chainFaultSchema),
  faultCount: z.number().int(),
  /** Why a look failed that could not be finished. */
  problem: z.string().nullable(),
});
export type Verification = z.infer<typeof verificationSchema>;

/** Where the chain stands and what the last look at it found. */
export const chainStateSchema = z.object({
  head: chainPointSchema.nullable(),
  /** Rows that wait for their place in the chain. */
  waiting: z.number().int(),
  /** What retention has removed, proved by a signed checkpoint. */
  purged: z.object({ until: z.string(), at: z.iso.datetime() }).nullable(),
  /** Zero: rows are kept for ever. */
  retentionDays: z.number().int(),
  verification: verificationSchema.nullable(),
});
export type ChainState = z.infer<typeof chainStateSchema>;
