import type { Cluster } from './Cluster.ts';
import type { Guest } from './Guest.ts';
import type { GuestConfig } from './guestDetail.ts';
import { requireUnlocked } from './guestLock.ts';

/** Makes values that waited for a restart take effect. */
export function applyPending(guest: Guest): void {
  const { pending, pendingDelete } = guest.detail;
  if (Object.keys(pending).length === 0 && pendingDelete.length === 0) return;
  guest.edit(detail => {
    Object.assign(detail.config, detail.pending);
    for (const key of detail.pendingDelete) delete detail.config[key];
    detail.pending = {};
    detail.pendingDelete = [];
  });
}

/** What a running guest takes over at once; the rest waits for its next start. */
const AT_ONCE =
  /^(?:name|hostname|description|tags|onboot|protection|startup|agent|unused\d+|net\d+|lock|hookscript|nameserver|searchdomain|ci\w+|sshkeys|ipconfig\d+)$/;

/** Changes a configuration, as the front door does: what cannot be hot-plugged stays pending. */
export function configureGuest(
  cluster: Cluster,
  guest: Guest,
  change: { set?: GuestConfig; remove?: string[]; atOnce?: boolean },
): void {
  requireUnlocked(guest);
  const waits = (key: string) =>
    guest.power !== 'stopped' &&
    !change.atOnce &&
    guest.kind === 'qemu' &&
    !AT_ONCE.test(key);
  guest.edit(detail => {
    for (const [key, value] of Object.entries(change.set ?? {})) {
      detail.pendingDelete = detail.pendingDelete.filter(
        pending => pending !== key,
      );
      if (waits(key) && detail.config[key] !== value)
        detail.pending[key] = value;
      else {
        delete detail.pending[key];
        detail.config[key] = value;
      }
    }
    for (const key of change.remove ?? []) {
      delete detail.pending[key];
      if (!(key in detail.config)) continue;
      if (waits(key)) detail.pendingDelete.push(key);
      else removeKey(detail.config, key);
    }
  });
  cluster.revision++;
}

const DISK_KEY = /^(?:scsi|virtio|sata|ide|mp|efidisk|tpmstate)\d+$/;

/** Taking a disk away only detaches it: it stays behind as the next `unusedN`. */
function removeKey(config: GuestConfig, key: string): void {
  const value = config[key];
  delete config[key];
  if (
    !DISK_KEY.test(key) ||
    typeof value !== 'string' ||
    value.includes('media=cdrom')
  )
    return;
  let index = 0;
  while (`unused${index}` in config) index++;
  config[`unused${index}`] = value.split(',')[0] ?? value;
}

/** Gives the guest another name. */
export function renameGuest(
  cluster: Cluster,
  guest: Guest,
  name: string,
): void {
  configureGuest(cluster, guest, {
    set: { [guest.kind === 'qemu' ? 'name' : 'hostname']: name },
    atOnce: true,
  });
}
