import { Link } from '@backstage/ui';
import type { Change, ChangedKind } from '@flyloft/plugin-inventory-common';
import { detailPath, listWhere, where } from '../paths';

const hrefOf: Record<ChangedKind, (change: Change) => string> = {
  guest: change => detailPath('guests', change.objectId),
  host: change => detailPath('hosts', change.objectId),
  cluster: change => detailPath('clusters', change.objectId),
  network: change => detailPath('networks', change.objectId),
  // These have no page of their own; their row says all.
  storage: change => rowOf('storages', change),
  image: change => rowOf('images', change),
};

const rowOf = (list: 'storages' | 'images', change: Change) =>
  listWhere(list, [
    where('platformId', 'eq', change.platformId),
    where('name', 'eq', change.name),
  ]);

/** The thing that changed, linked to its page. */
export function ChangedThing({ change }: { change: Change }) {
  return (
    <Link href={hrefOf[change.kind](change)} title={change.name} standalone>
      {change.name}
    </Link>
  );
}
