import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/ui';

/** The group or person that answers for something, linked to its page. */
export function OwnerLink(props: { ownerRef: string | null }) {
  if (!props.ownerRef) return <>(none)</>;
  const { kind, namespace, name } = parseEntityRef(props.ownerRef, {
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
