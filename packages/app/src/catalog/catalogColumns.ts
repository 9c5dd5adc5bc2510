import {
  CatalogTable,
  type CatalogTableColumnsFunc,
} from '@backstage/plugin-catalog';

const { columns } = CatalogTable;

/**
 * The columns by kind. Machines have no system and no lifecycle here, so
 * those columns, empty from top to bottom, are left out.
 */
export const catalogColumns: CatalogTableColumnsFunc = context => {
  const kind = context.filters.kind?.value.toLocaleLowerCase();
  if (kind !== 'resource') return CatalogTable.defaultColumnsFunc(context);
  return [
    columns.createTitleColumn({ hidden: true }),
    { ...columns.createNameColumn({ defaultKind: 'resource' }), width: '30%' },
    {
      ...columns.createSpecTypeColumn({
        hidden: context.filters.type !== undefined,
      }),
      width: '14%',
      cellStyle: { whiteSpace: 'nowrap' },
    },
    { ...columns.createOwnerColumn(), width: '16%' },
    { ...columns.createMetadataDescriptionColumn(), width: '28%' },
    columns.createTagsColumn(),
  ];
};
