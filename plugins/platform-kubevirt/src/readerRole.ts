import { kinds, type WantedKind } from './collector/kinds';

/** The rules of a role that may read all that is collected, and nothing else. */
export function readerRules(): string {
  const byGroup = new Map<string, Set<string>>();
  for (const { group, plural } of Object.values<WantedKind>(kinds)) {
    byGroup.set(group, (byGroup.get(group) ?? new Set()).add(plural));
  }
  const rules = [...byGroup].map(([group, plurals]) =>
    [
      `  - apiGroups: ['${group}']`,
      `    resources:`,
      ...[...plurals].sort().map(plural => `      - ${plural}`),
      `    verbs: [list, watch]`,
    ].join('\n'),
  );
  return [
    ...rules,
    [
      `  - apiGroups: [subresources.kubevirt.io]`,
      `    resources: [virtualmachines/expand-spec]`,
      `    verbs: [get]`,
    ].join('\n'),
  ].join('\n');
}

/** An account with that role, as `kubectl apply` takes it. */
export const readerRole = `apiVersion: v1
kind: Namespace
metadata:
  name: flyloft
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: flyloft-reader
  namespace: flyloft
---
apiVersion: v1
kind: Secret
type: kubernetes.io/service-account-token
metadata:
  name: flyloft-reader
  namespace: flyloft
  annotations:
    kubernetes.io/service-account.name: flyloft-reader
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: flyloft-reader
rules:
${readerRules()}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: flyloft-reader
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: flyloft-reader
subjects:
  - kind: ServiceAccount
    name: flyloft-reader
    namespace: flyloft
`;
