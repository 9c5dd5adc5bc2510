import { useApi } from '@backstage/frontend-plugin-api';
import type { ExportedList, ListQuery } from '@flyloft/plugin-inventory-common';
import type { ListExport } from '@flyloft/ui-kit';
import { inventoryApiRef } from './inventoryApi';

/** All rows of a list of the inventory as CSV, by the list's own query. */
export function useListExport(
  name: ExportedList,
  query: ListQuery,
  fileName: string = name,
): ListExport {
  const inventory = useApi(inventoryApiRef);
  return {
    fileName: `${fileName}.csv`,
    open: ({ columns, byteOrderMark }, signal) => {
      const { limit: _limit, cursor: _cursor, ...all } = query;
      return inventory.exportList(
        name,
        {
          ...all,
          ...(columns && { columns: columns.join(',') }),
          ...(byteOrderMark && { byteOrderMark }),
        },
        { signal },
      );
    },
  };
}
