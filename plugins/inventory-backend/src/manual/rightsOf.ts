import { guestOverridePermission } from '@flyloft/plugin-inventory-common';
import type { Caller } from '../http/endpoint';
import type { ManualRights } from './ManualService';

/** What the policy lets a caller say of guests, asked once. */
export async function rightsOf(caller: Caller): Promise<ManualRights> {
  const [sees, annotates, overrides] = await Promise.all([
    caller.guestScope(),
    caller.editScope(),
    caller.may(guestOverridePermission),
  ]);
  return { sees, annotates, overrides };
}
