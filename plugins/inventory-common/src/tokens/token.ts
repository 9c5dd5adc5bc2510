import type { FactTable } from '@flyloft/kit-common';
import { z } from 'zod';

/**
 * What a token may be good for. A token is a source's or a script's, never a
 * person's: it passes no permission of the policy, only what its scopes name.
 */
export const tokenScopes = [
  'observations:write',
  'inventory:read',
  'sync:run',
] as const;
export type TokenScope = (typeof tokenScopes)[number];

export const tokenStates = ['active', 'expired', 'revoked'] as const;

/** A token as lists show it; its secret is shown once, when it is made. */
export const tokenSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** How the secret begins, to tell which one a script holds. */
  prefix: z.string(),
  scopes: z.array(z.enum(tokenScopes)),
  /** The platforms it is good for; null for all. */
  platformIds: z.array(z.string()).nullable(),
  state: z.enum(tokenStates),
  expiresAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  lastUsedAt: z.iso.datetime().nullable(),
  /** The address it was last used from. */
  lastUsedFrom: z.string().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  revokedBy: z.string().nullable(),
});
export type Token = z.infer<typeof tokenSchema>;

/** What a person asks of a new token. */
export const tokenCreationSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    scopes: z
      .array(z.enum(tokenScopes))
      .min(1)
      .refine(scopes => new Set(scopes).size === scopes.length, {
        error: 'each scope once',
      }),
    platformIds: z.array(z.string().min(1).max(63)).min(1).max(100).nullable(),
    expiresAt: z.iso.datetime({ offset: true }).nullable(),
  })
  .refine(
    token =>
      token.platformIds !== null ||
      !token.scopes.includes('observations:write'),
    {
      path: ['platformIds'],
      error:
        'a token that may push must name its platforms, so that one source never writes for another',
    },
  );
export type TokenCreation = z.infer<typeof tokenCreationSchema>;

/** A new token with its secret, which nobody can read again. */
export const createdTokenSchema = z.object({
  token: tokenSchema,
  secret: z.string(),
});
export type CreatedToken = z.infer<typeof createdTokenSchema>;

export const tokenFacts = {
  name: { label: 'Name', kind: 'text', sortable: true },
  prefix: { label: 'Begins with', kind: 'text', sortable: false },
  scopes: { label: 'Scope', kind: 'list', sortable: false },
  platformIds: { label: 'Platform', kind: 'list', sortable: false },
  state: {
    label: 'State',
    kind: 'choice',
    sortable: true,
    choices: tokenStates,
  },
  createdAt: { label: 'Created', kind: 'time', sortable: true },
  createdBy: { label: 'Created by', kind: 'text', sortable: true },
  expiresAt: { label: 'Expires', kind: 'time', sortable: true },
  lastUsedAt: { label: 'Last used', kind: 'time', sortable: true },
} as const satisfies FactTable;
