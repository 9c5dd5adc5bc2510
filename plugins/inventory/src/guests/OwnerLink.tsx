import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/ui';
import { OwnerName } from './OwnerName';
import { isPersonRef } from './usePersonName';

/** Who answers for something: a group or person of the catalog is linked to its page. */
export function OwnerLink(props: { ownerRef: string | null }) {
  const { ownerRef } = props;
  if (!ownerRef) return <>(none)</>;
  // Who has no account has no page.
  if (isPersonRef(ownerRef)) return <OwnerName ownerRef={ownerRef} />;
  const { kind, namespace, name } = parseEntityRef(ownerRef, {
    defaultKind: 'group',
    defaultNamespace: 'default',
  });
  return (
    <Link
      href={`/catalog/${namespace}/${kind}/${name}`.toLocaleLowerCase('en-US')}
    >
      {name}
    </Link>
  );
}
