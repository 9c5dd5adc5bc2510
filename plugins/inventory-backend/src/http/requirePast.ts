import { InputError } from '@backstage/errors';

// Clocks of callers differ a little from ours.
const CLOCK_SKEW_MILLISECONDS = 60_000;

/** @throws InputError for a moment that has not come yet. */
export function requirePast(at: string | undefined): void {
  if (at && Date.parse(at) > Date.now() + CLOCK_SKEW_MILLISECONDS) {
    throw new InputError(
      `'at' is in the future (${at}); leave it out for the present`,
    );
  }
}
