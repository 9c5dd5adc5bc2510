import {
  PlatformCheckError,
  type CheckStep,
} from '@flyloft/plugin-inventory-node';
import { VsphereError, type VsphereFailure } from '../client/VsphereError';

const steps: Partial<Record<VsphereFailure, [CheckStep, string]>> = {
  unauthenticated: [
    'sign-in',
    'vCenter refused the user or the password: check the name with its domain, such as flyloft@vsphere.local',
  ],
  'session-lost': ['sign-in', 'vCenter ended the session again and again'],
  refused: [
    'permission',
    'Signed in, but not allowed to look at the inventory',
  ],
  untrusted: [
    'certificate',
    'The certificate is not trusted: pin its fingerprint or give the CA that signed it',
  ],
  unavailable: ['connection', 'vCenter gave no usable answer in time'],
};

/**
 * A failed test in words of ours. What the server said stays out: a test may
 * be led to any server, and must not carry home what that one says.
 */
export function checkFailure(error: unknown): unknown {
  if (!(error instanceof VsphereError)) return error;
  const [step, words] = steps[error.failure] ?? [
    'answer',
    'What answered does not speak like vCenter',
  ];
  return new PlatformCheckError(step, words);
}
