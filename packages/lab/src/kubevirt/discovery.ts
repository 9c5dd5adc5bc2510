import { KUBERNETES_VERSION } from './objects/cluster.ts';
import { groupVersion, RESOURCES, type Resource } from './resources.ts';

const BUILT_IN = ['authentication.k8s.io', 'authorization.k8s.io'];

function groupOf(name: string, version: string) {
  const entry = { groupVersion: `${name}/${version}`, version };
  return { name, versions: [entry], preferredVersion: entry };
}

/** Every group, as `/apis` lists them. */
export function apiGroups() {
  const versions = new Map(BUILT_IN.map(name => [name, 'v1']));
  for (const { group, version } of RESOURCES)
    if (group !== '') versions.set(group, version);
  versions.set('subresources.kubevirt.io', 'v1');
  return [...versions].map(([name, version]) => groupOf(name, version));
}

function resourceEntry(resource: Resource) {
  return {
    name: resource.plural,
    singularName: resource.singular,
    namespaced: resource.namespaced,
    kind: resource.kind,
    verbs: ['get', 'list', 'watch'],
    ...(resource.shortNames?.length && { shortNames: resource.shortNames }),
  };
}

const reviewEntry = (name: string, kind: string) => ({
  name,
  singularName: '',
  namespaced: false,
  kind,
  verbs: ['create'],
});

const REVIEWS: Record<string, ReturnType<typeof reviewEntry>[]> = {
  'authentication.k8s.io/v1': [
    reviewEntry('selfsubjectreviews', 'SelfSubjectReview'),
  ],
  'authorization.k8s.io/v1': [
    reviewEntry('selfsubjectaccessreviews', 'SelfSubjectAccessReview'),
    reviewEntry('selfsubjectrulesreviews', 'SelfSubjectRulesReview'),
  ],
  'subresources.kubevirt.io/v1': [
    {
      ...reviewEntry('virtualmachines/expand-spec', 'VirtualMachine'),
      namespaced: true,
      verbs: ['get'],
    },
  ],
};

/** What a group and version serves; undefined for one that is not there. */
export function resourceList(wanted: string) {
  const ours = RESOURCES.filter(resource => groupVersion(resource) === wanted);
  const resources = [...ours.map(resourceEntry), ...(REVIEWS[wanted] ?? [])];
  if (resources.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: wanted,
    resources,
  };
}

/** Answers of paths that describe the API; undefined for others. */
export function describe(path: string): unknown {
  if (path === '/version')
    return {
      major: '1',
      minor: '32',
      gitVersion: KUBERNETES_VERSION,
      gitCommit: '59526cd4867447956156ae3a602fcbac10a2c335',
      gitTreeState: 'clean',
      buildDate: '2025-04-22T15:57:24Z',
      goVersion: 'go1.23.6',
      compiler: 'gc',
      platform: 'linux/amd64',
    };
  if (path === '/api')
    return {
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [],
    };
  if (path === '/api/v1') return resourceList('v1');
  if (path === '/apis')
    return { kind: 'APIGroupList', apiVersion: 'v1', groups: apiGroups() };
  const [, group, version] = /^\/apis\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
  if (group === undefined) return undefined;
  if (version !== undefined) return resourceList(`${group}/${version}`);
  const found = apiGroups().find(each => each.name === group);
  return found && { kind: 'APIGroup', apiVersion: 'v1', ...found };
}
