import type { Guest } from '@flyloft/plugin-inventory-common';

/** What people may add to a guest, and didn't. */
export const nothingAdded = {
  technicalOwner: null,
  businessOwner: null,
  project: null,
  stage: null,
  notes: null,
  customFields: {},
  overridden: [],
  deletedBy: null,
  restorable: false,
} satisfies Partial<Guest>;
