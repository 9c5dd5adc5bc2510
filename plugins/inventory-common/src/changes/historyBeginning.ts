import { z } from 'zod';

/** Where history begins, once older parts of it were purged. */
export const historyBeginningSchema = z.object({
  /** What was before was purged; null while nothing was. */
  at: z.iso.datetime().nullable(),
  /** The last change that was purged: followers of the feed go on after it. */
  afterSequence: z.string(),
});
export type HistoryBeginning = z.infer<typeof historyBeginningSchema>;
