import type { BackstageCredentials } from '@backstage/backend-plugin-api';

/** Who asks, as changes and the audit trail name them. */
export function nameOf({ principal }: BackstageCredentials): string {
  const { userEntityRef, subject } = principal as {
    userEntityRef?: string;
    subject?: string;
  };
  return userEntityRef ?? subject ?? 'unknown';
}
