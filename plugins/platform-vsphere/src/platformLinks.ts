import type { Reference } from './soap/reference';

/** Addresses of things in the platform's own interface. */
export interface PlatformLinks {
  to(ref: Reference): string | null;
}

const pages: Record<string, string> = {
  VirtualMachine: 'vm',
  HostSystem: 'host',
  ClusterComputeResource: 'cluster',
};

/** Links of the HTML client as vSphere 7 and 8 have it. */
export function platformLinks(
  uiUrl: string,
  instanceUuid: string | null,
): PlatformLinks {
  const base = uiUrl.replace(/\/+$/, '');
  return {
    to({ kind, id }) {
      const page = pages[kind];
      if (!page || instanceUuid === null) return null;
      const urn = `urn:vmomi:${kind}:${id}:${instanceUuid}`;
      return `${base}/ui/app/${page};nav=h/${encodeURI(urn)}/summary`;
    },
  };
}
