import { z } from 'zod';
import type { FactTable } from '@flyloft/kit-common';
import { powerStates, visibilities } from '../guests/guest';

/** What two guests have in common. */
export const machineEvidenceKinds = [
  'biosUuid',
  'macAddress',
  'address',
  'name',
] as const;
export type MachineEvidenceKind = (typeof machineEvidenceKinds)[number];

/** What a person says of a pair; `undecided` takes a decision back. */
export const machineVerdicts = ['same', 'different', 'undecided'] as const;
export type MachineVerdict = (typeof machineVerdicts)[number];

/** One of the guests of a pair, with what tells it from the other. */
export const sightingSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  platformId: z.string(),
  externalId: z.string(),
  powerState: z.enum(powerStates),
  visibility: z.enum(visibilities),
});
export type Sighting = z.infer<typeof sightingSchema>;

/** Two guests of two platforms that may be one machine. */
export const machinePairSchema = z.object({
  id: z.string(),
  left: sightingSchema,
  right: sightingSchema,
  /** Empty where only the decision is left. */
  evidence: z.array(
    z.object({ kind: z.enum(machineEvidenceKinds), value: z.string() }),
  ),
  /** Larger is stronger: a BIOS UUID counts 8, a MAC 4, an address 2, a name 1. */
  strength: z.number().int(),
  verdict: z.enum(machineVerdicts),
  reason: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.iso.datetime().nullable(),
  foundAt: z.iso.datetime(),
});
export type MachinePair = z.infer<typeof machinePairSchema>;

/** What is known of one guest's other sightings. */
export const guestSightingsSchema = z.object({
  /** Guests that are, as people decided, the same machine. */
  sightings: z.array(sightingSchema),
  /** Every pair that the guest is in, decided or not. */
  pairs: z.array(machinePairSchema),
});
export type GuestSightings = z.infer<typeof guestSightingsSchema>;

/** A person's word on a pair. */
export const machineDecisionSchema = z.strictObject({
  verdict: z.enum(machineVerdicts),
  reason: z.string().trim().min(1).max(500),
});
export type MachineDecision = z.infer<typeof machineDecisionSchema>;

export const machinePairFacts = {
  strength: { label: 'Evidence', kind: 'number', sortable: true },
  verdict: {
    label: 'Decided',
    kind: 'choice',
    sortable: true,
    choices: machineVerdicts,
  },
  platformId: { label: 'Platform', kind: 'reference', sortable: false },
  name: { label: 'Name', kind: 'text', sortable: true },
  foundAt: { label: 'Found', kind: 'time', sortable: true },
  decidedAt: { label: 'Decided at', kind: 'time', sortable: true },
} as const satisfies FactTable;
