/** Links into the platform's own interface. */
export interface PlatformLinks {
  cluster: string;
  host(node: string): string;
  guest(type: 'qemu' | 'lxc', vmid: number): string;
}

/** Makes links from the address people use for the platform's interface. */
export function platformLinks(uiUrl: string): PlatformLinks {
  const base = uiUrl.replace(/\/+$/, '');
  const to = (id: string) => `${base}/#v1:0:=${encodeURIComponent(id)}`;
  return {
    cluster: `${base}/`,
    host: node => to(`node/${node}`),
    guest: (type, vmid) => to(`${type}/${vmid}`),
  };
}
