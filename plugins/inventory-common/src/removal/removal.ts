import { z } from 'zod';
import { reasonSchema } from '../manual/overrides';

/** Why a guest is deleted or restored by hand: always said. */
export const removalSchema = z.strictObject({ reason: reasonSchema });
export type Removal = z.infer<typeof removalSchema>;

/** A guest that was deleted or restored by hand. */
export const removedGuestSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  platformId: z.string(),
  deletedAt: z.iso.datetime().nullable(),
  deletedBy: z.string().nullable(),
  deletedReason: z.string().nullable(),
});
export type RemovedGuest = z.infer<typeof removedGuestSchema>;
