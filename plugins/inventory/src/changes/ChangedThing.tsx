import { Link } from '@backstage/ui';
import type { Change, ChangedKind } from '@flyloft/plugin-inventory-common';
import { detailPath, listWhere, where } from '../paths';

/** What names a thing. */
type Named = Pick<Change, 'kind' | 'objectId' | 'platformId' | 'name'>;

const hrefOf: Record<ChangedKind, (change: Named) => string> = {
  guest: change => detailPath('guests', change.objectId),
  host: change => detailPath('hosts', change.objectId),
  cluster: change => detailPath('clusters', change.objectId),
  network: change => detailPath('networks', change.objectId),
  // These have no page of their own; their row says all.
  storage: change => rowOf('storages', change),
  image: change => rowOf('images', change),
};

const rowOf = (list: 'storages' | 'images', change: Named) =>
  listWhere(list, [
    where('platformId', 'eq', change.platformId),
    where('name', 'eq', change.name),
  ]);

/** The thing that changed, linked to its page. */
export function ChangedThing({ change }: { change: Named }) {
  return (
    <Link href={hrefOf[change.kind](change)} title={change.name} standalone>
      {change.name}
    </Link>
  );
}
