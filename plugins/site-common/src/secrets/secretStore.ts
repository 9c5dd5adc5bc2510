import { z } from 'zod';

/** How the secret store is: where secrets lie, and whether all can be read. */
export const secretStoreSchema = z.object({
  /** Where new secrets go. */
  place: z.enum(['postgresql', 'vault']),
  /** What is wrong, in sentences for people; empty when all is well. */
  problems: z.array(z.string()),
  /** How many secrets lie where. */
  postgresql: z.number(),
  vault: z.number(),
  /** The master keys that secrets are sealed under, by their names. */
  keys: z.array(
    z.object({
      id: z.string(),
      secrets: z.number(),
      /** New secrets are sealed under it. */
      current: z.boolean(),
      /** The portal has it; of another key, its secrets can't be read. */
      there: z.boolean(),
    }),
  ),
  /** Vault's address where one is configured. */
  vaultConfigured: z.boolean(),
});
export type SecretStoreState = z.infer<typeof secretStoreSchema>;

/** How far an upkeep of secrets came; repeated, it goes on where it ended. */
export const secretUpkeepSchema = z.object({
  done: z.number(),
  /** Those that could not be treated, by name, with the reason. */
  failed: z.array(z.object({ name: z.string(), problem: z.string() })),
});
export type SecretUpkeep = z.infer<typeof secretUpkeepSchema>;

/** How far a rotation goes: `dataKeys` seals every secret anew as well. */
export const secretRotationSchema = z.strictObject({
  dataKeys: z.boolean().default(false),
});

/** Where all secrets are to lie. */
export const secretMoveSchema = z.object({
  to: z.enum(['postgresql', 'vault']),
});
