import {
  PlatformCheckError,
  type CheckStep,
} from '@flyloft/plugin-inventory-node';
import { PrismError, type PrismFailure } from '../client/PrismError';

const steps: Record<PrismFailure, { step: CheckStep; words: string }> = {
  unavailable: {
    step: 'connection',
    words: 'Prism Central gave no usable answer',
  },
  untrusted: {
    step: 'certificate',
    words: 'Prism Central could not show who it is',
  },
  unauthenticated: {
    step: 'sign-in',
    words: 'Prism Central refused the user or key',
  },
  refused: {
    step: 'permission',
    words: 'Prism Central knows us, and lets us ask nothing',
  },
  'rate-limited': {
    step: 'answer',
    words:
      'Prism Central asked us to come back later; it lets too few calls in',
  },
  'not-found': {
    step: 'answer',
    words: 'there is neither the v4 nor the v3 interface of Prism Central',
  },
  invalid: {
    step: 'answer',
    words: 'this is not how Prism Central answers',
  },
  malformed: {
    step: 'answer',
    words: 'this is not how Prism Central answers',
  },
};

/** Says at which step a test of the connection ended; other errors stay. */
export function checkError(error: unknown): unknown {
  if (!(error instanceof PrismError)) return error;
  const { step, words } = steps[error.failure];
  return new PlatformCheckError(step, words);
}
