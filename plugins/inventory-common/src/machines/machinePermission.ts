import { createPermission } from '@backstage/plugin-permission-common';

/** To decide that guests of two platforms are, or are not, the same machine. */
export const machineDecidePermission = createPermission({
  name: 'inventory.machine.decide',
  attributes: { action: 'update' },
});
