import { CustomErrorBase } from '@backstage/errors';

/**
 * At which step a test of the connection ended.
 *
 * - `connection`: nobody answered.
 * - `certificate`: the other side could not show who it is.
 * - `sign-in`: user, password or token were refused.
 * - `permission`: signed in, but not allowed the first question.
 * - `answer`: what came is not what this type of platform answers.
 */
export type CheckStep =
  'connection' | 'certificate' | 'sign-in' | 'permission' | 'answer';

/**
 * A test of the connection that ended early. The message is for people, in
 * words of ours: it holds no part of an answer's body, which may come from
 * anywhere that somebody named as a platform.
 */
export class PlatformCheckError extends CustomErrorBase {
  name = 'PlatformCheckError' as const;

  constructor(
    readonly step: CheckStep,
    message: string,
  ) {
    super(message);
  }
}
