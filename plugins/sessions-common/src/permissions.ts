import {
  createPermission,
  type Permission,
} from '@backstage/plugin-permission-common';

/** To see everybody's sessions. One's own need no permission. */
export const sessionReadPermission = createPermission({
  name: 'sessions.read',
  attributes: { action: 'read' },
});

/** To end anybody's session. */
export const sessionEndPermission = createPermission({
  name: 'sessions.end',
  attributes: { action: 'delete' },
});

/** Every permission on sessions; the policy's table must name them all. */
export const sessionPermissions: Permission[] = [
  sessionReadPermission,
  sessionEndPermission,
];
