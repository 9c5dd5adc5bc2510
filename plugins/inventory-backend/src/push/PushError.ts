import { CustomErrorBase } from '@backstage/errors';

/**
 * What is wrong with a push, for the people who run its source.
 *
 * - `invalid`: a line is not what it should be, or the body ended early.
 * - `too-large`: a line or the whole is larger than allowed.
 * - `outdated`: what is shown already was collected later.
 */
export type PushFault = 'invalid' | 'too-large' | 'outdated';

/** A push that was refused; nothing of it was kept. */
export class PushError extends CustomErrorBase {
  name = 'PushError' as const;

  constructor(
    readonly fault: PushFault,
    message: string,
  ) {
    super(message);
  }
}
