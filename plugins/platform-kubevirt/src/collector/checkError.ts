import { InputError } from '@backstage/errors';
import {
  PlatformCheckError,
  type CheckStep,
} from '@flyloft/plugin-inventory-node';
import {
  KubernetesError,
  type KubernetesFailure,
} from '../client/KubernetesError';

const steps: Record<KubernetesFailure, { step: CheckStep; words: string }> = {
  unauthenticated: {
    step: 'sign-in',
    words: 'The API server does not accept the token or client certificate.',
  },
  refused: {
    step: 'permission',
    words: 'Signed in, but not even the kinds of resources may be listed.',
  },
  'not-found': {
    step: 'answer',
    words: 'The cluster answered, but KubeVirt is not installed in it.',
  },
  expired: {
    step: 'answer',
    words: 'The API server could not answer; try again.',
  },
  invalid: {
    step: 'answer',
    words:
      'What answered does not understand what a Kubernetes API server does.',
  },
  unavailable: {
    step: 'connection',
    words: 'The API server gave no usable answer.',
  },
  untrusted: {
    step: 'certificate',
    words: 'The API server could not show that it is the one that was meant.',
  },
  malformed: {
    step: 'answer',
    words: 'What answered does not answer like a Kubernetes API server.',
  },
};

/** Says at which step a test ended, in words of ours. */
export function asCheckError(error: unknown): unknown {
  // A kubeconfig is read when it is first used; what is wrong with it is said in our words.
  if (error instanceof InputError) {
    return new PlatformCheckError('sign-in', error.message);
  }
  if (!(error instanceof KubernetesError)) return error;
  const { step, words } = steps[error.failure];
  return new PlatformCheckError(step, words);
}
