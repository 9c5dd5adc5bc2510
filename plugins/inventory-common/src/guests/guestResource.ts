/** The resource type that conditional decisions on guests speak about. */
export const inventoryGuestResourceType = 'inventory-guest';
