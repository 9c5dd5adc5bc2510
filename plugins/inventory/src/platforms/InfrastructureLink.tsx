import type { ReactNode } from 'react';
import { Link } from '@backstage/ui';
import { usePermission } from '@backstage/plugin-permission-react';
import { infrastructureReadPermission } from '@flyloft/plugin-inventory-common';

/**
 * Leads to a host, cluster, network, storage or sync. Who may not see those
 * reads the name alone: a link would only lead to a refusal.
 */
export function InfrastructureLink(props: {
  href: string;
  children: ReactNode;
  standalone?: boolean;
  variant?: 'body-small';
}) {
  const { loading, allowed } = usePermission({
    permission: infrastructureReadPermission,
  });
  if (!loading && !allowed) return <>{props.children}</>;
  return <Link {...props} />;
}
