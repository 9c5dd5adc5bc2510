import { parseEntityRef } from '@backstage/catalog-model';

/** The name in the reference of a group or person, where no link may stand. */
export function OwnerName({ ownerRef }: { ownerRef: string }) {
  return (
    <>
      {
        parseEntityRef(ownerRef, {
          defaultKind: 'group',
          defaultNamespace: 'default',
        }).name
      }
    </>
  );
}
