import {
  PlatformCheckError,
  type CheckStep,
} from '@flyloft/plugin-inventory-node';
import { ProxmoxError, type ProxmoxFailure } from '../client/ProxmoxError';

const steps: Partial<Record<ProxmoxFailure, [CheckStep, string]>> = {
  unauthenticated: [
    'sign-in',
    'The platform refused the user or token: check the name, the realm and the secret',
  ],
  refused: [
    'permission',
    'Signed in, but not allowed to ask for the version and our own privileges',
  ],
  untrusted: [
    'certificate',
    'The certificate is not trusted: pin its fingerprint or give the CA that signed it',
  ],
  unavailable: ['connection', 'No node gave a usable answer in time'],
  'node-silent': ['connection', 'The node asked could not reach its cluster'],
};

/**
 * A failed test in words of ours. The platform's own words stay out: a test
 * may be led to any server, and must not carry home what that one says.
 */
export function checkFailure(error: unknown): unknown {
  if (!(error instanceof ProxmoxError)) return error;
  const [step, words] = steps[error.failure] ?? [
    'answer',
    'What answered does not speak like Proxmox VE',
  ];
  const code = error.statusCode === null ? '' : ` (HTTP ${error.statusCode})`;
  return new PlatformCheckError(step, `${words}${code}`);
}
