import {
  createPermission,
  type Permission,
} from '@backstage/plugin-permission-common';

/** To read and export the audit trail. Nobody may change it. */
export const auditReadPermission = createPermission({
  name: 'audit.read',
  attributes: { action: 'read' },
});

/** To have the whole chain looked through, which reads every row. */
export const auditVerifyPermission = createPermission({
  name: 'audit.verify',
  attributes: { action: 'update' },
});

/** Every permission of the audit trail; the policy's table must name them all. */
export const auditPermissions: Permission[] = [
  auditReadPermission,
  auditVerifyPermission,
];
