import { parseEntityRef } from '@backstage/catalog-model';
import { isPersonRef, usePersonName } from './usePersonName';

/** The name of a group or person, where no link may stand. */
export function OwnerName({ ownerRef }: { ownerRef: string }) {
  if (isPersonRef(ownerRef)) return <PersonName personRef={ownerRef} />;
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

function PersonName({ personRef }: { personRef: string }) {
  return <>{usePersonName(personRef) ?? '…'}</>;
}
