import type { FactTable } from '@flyloft/kit-common';
import { z } from 'zod';

/**
 * Why a session is over. `idle`: nothing was done for too long. `expired`: it
 * reached the longest time that a session may last. `ended`: somebody ended it.
 */
export const sessionEnds = ['signed-out', 'idle', 'expired', 'ended'] as const;
export type SessionEnd = (typeof sessionEnds)[number];

export const sessionStates = ['open', 'over'] as const;

/** One sign-in of one person, from one browser. */
export const sessionSchema = z.object({
  id: z.uuid(),
  /** The catalog's name of who signed in: `user:default/ida`. */
  user: z.string(),
  state: z.enum(sessionStates),
  createdAt: z.iso.datetime(),
  /** To the minute. */
  lastSeenAt: z.iso.datetime(),
  /** When it ends whatever is done; null once it is over. */
  expiresAt: z.iso.datetime().nullable(),
  /** From where it was opened. */
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  /** Whether a second factor was proved. */
  multiFactor: z.boolean(),
  endedAt: z.iso.datetime().nullable(),
  end: z.enum(sessionEnds).nullable(),
  /** Who ended it, where somebody did. */
  endedBy: z.string().nullable(),
  /** Whether the caller asks from within it. */
  current: z.boolean(),
});
export type Session = z.infer<typeof sessionSchema>;

/** What the sign-in page may say of a session by its id. */
export const sessionEndSchema = z.object({
  /** Null: it is still open, or there is none. */
  end: z.enum(sessionEnds).nullable(),
  endedAt: z.iso.datetime().nullable(),
  endedBy: z.string().nullable(),
});
export type SessionEndAnswer = z.infer<typeof sessionEndSchema>;

/** How long sessions last. */
export const sessionLimitsSchema = z.object({
  idleMinutes: z.number(),
  absoluteHours: z.number(),
});
export type SessionLimits = z.infer<typeof sessionLimitsSchema>;

/** What lists of sessions filter and sort by. */
export const sessionFacts = {
  user: { label: 'Person', kind: 'reference', sortable: true },
  state: {
    label: 'State',
    kind: 'choice',
    sortable: true,
    choices: sessionStates,
  },
  createdAt: { label: 'Signed in', kind: 'time', sortable: true },
  lastSeenAt: { label: 'Last seen', kind: 'time', sortable: true },
  address: { label: 'Address', kind: 'address', sortable: true },
  multiFactor: { label: 'Second factor', kind: 'boolean', sortable: true },
  end: { label: 'Ended', kind: 'choice', sortable: true, choices: sessionEnds },
  endedAt: { label: 'Ended at', kind: 'time', sortable: true },
} as const satisfies FactTable;
