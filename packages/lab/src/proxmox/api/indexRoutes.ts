import { route, type Route } from '../http/index.ts';
import type { Entry } from './Entry.ts';
import { GUEST, NODE, STORAGE } from './parameters.ts';

const names = (list: string) => list.split(' ').map(name => ({ name }));
const subdirs = (list: string) => list.split(' ').map(subdir => ({ subdir }));

/** The lists of what lies below a path. */
export function indexRoutes(entry: Entry): Route[] {
  const { plan } = entry.cluster;
  const release = plan.version.split('.').slice(0, 2).join('.');
  const version = { version: plan.version, release, repoid: plan.repoid };
  const index = (
    path: string,
    parameters: Route['parameters'],
    data: unknown,
  ): Route => ({
    method: 'GET',
    path,
    parameters,
    permission: 'any',
    handler: () => data,
  });
  return [
    index('/version', {}, version),
    route({
      method: 'GET',
      path: '/nodes/{node}/version',
      parameters: NODE,
      permission: 'any',
      handler: () => version,
    }),
    index('/', {}, subdirs('version cluster nodes storage access pools')),
    index(
      '/cluster',
      {},
      names(
        'replication metrics notifications config firewall backup backup-info ha acme ceph jobs mapping sdn log resources tasks options status nextid',
      ),
    ),
    index(
      '/cluster/ha',
      {},
      names(
        plan.major >= 9
          ? 'resources groups rules status'
          : 'resources groups status',
      ).map(({ name }) => ({ id: name })),
    ),
    index('/cluster/ha/status', {}, names('current manager_status')),
    index(
      '/cluster/sdn',
      {},
      names('vnets zones controllers ipams dns').map(({ name }) => ({
        id: name,
      })),
    ),
    index(
      '/nodes/{node}',
      NODE,
      names(
        'ceph disks apt vzdump certificates services subscription scan tasks rrd rrddata replication network execute wakeonlan vncshell termproxy spiceshell syslog journal status version time dns report storage qemu lxc firewall capabilities hardware config hosts netstat aplinfo',
      ),
    ),
    index(
      '/nodes/{node}/qemu/{vmid}',
      GUEST,
      subdirs(
        'config pending status unlink vncproxy termproxy migrate resize move rrd rrddata monitor agent snapshot spiceproxy sendkey firewall mtunnel remote_migrate',
      ),
    ),
    index(
      '/nodes/{node}/lxc/{vmid}',
      GUEST,
      subdirs(
        'config pending status vncproxy termproxy vncwebsocket spiceproxy migrate clone snapshot resize firewall rrd rrddata interfaces',
      ),
    ),
    index(
      '/nodes/{node}/qemu/{vmid}/status',
      GUEST,
      subdirs('current start stop reset shutdown suspend reboot'),
    ),
    index(
      '/nodes/{node}/lxc/{vmid}/status',
      GUEST,
      subdirs('current start stop shutdown migrate'),
    ),
    index(
      '/nodes/{node}/storage/{storage}',
      STORAGE,
      subdirs(
        'content download-url file-restore import-metadata prunebackups rrd rrddata status upload',
      ),
    ),
    index(
      '/nodes/{node}/qemu/{vmid}/agent',
      GUEST,
      names(
        'exec exec-status file-read file-write fsfreeze-freeze fsfreeze-status fsfreeze-thaw fstrim get-fsinfo get-host-name get-memory-block-info get-memory-blocks get-osinfo get-time get-timezone get-users get-vcpus info network-get-interfaces ping set-user-password shutdown suspend-disk suspend-hybrid suspend-ram',
      ),
    ),
  ];
}
