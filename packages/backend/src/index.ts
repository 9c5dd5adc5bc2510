import { createBackend } from '@backstage/backend-defaults';
import { entranceFeatures } from './rootHttpRouter';

const backend = createBackend();

for (const feature of entranceFeatures()) backend.add(feature);

backend.add(import('@flyloft/plugin-audit-backend'));
backend.add(import('@flyloft/plugin-sessions-backend'));
backend.add(import('@flyloft/plugin-site-backend'));

backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@flyloft/plugin-auth-backend-module-oidc'));
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(import('@flyloft/plugin-catalog-backend-module-directory'));
backend.add(import('@flyloft/plugin-catalog-backend-module-inventory'));
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('@flyloft/plugin-permission-backend-module-flyloft'));
backend.add(import('@backstage/plugin-user-settings-backend'));
backend.add(import('@flyloft/plugin-inventory-backend'));
backend.add(import('@flyloft/plugin-platform-nutanix'));
backend.add(import('@flyloft/plugin-platform-kubevirt'));
backend.add(import('@flyloft/plugin-platform-proxmox'));
backend.add(import('@flyloft/plugin-platform-vsphere'));

// A backend that could not start would stay up and answer 503 for ever: end
// instead, so that whoever supervises it sees the failure.
backend.start().catch(error => {
  // eslint-disable-next-line no-console -- the logger may be what failed
  console.error(error);
  process.exit(1);
});
