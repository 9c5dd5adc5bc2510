/** The parts of a property string; a part without `=` is the default value. */
export interface PropertyString {
  /** The first part without a key: the volume of a disk, the size of `memory`. */
  value: string | undefined;
  properties: Map<string, string>;
}

/**
 * Reads `local-lvm:vm-100-disk-0,size=32G,iothread=1`. The last of two equal
 * keys wins, as in Proxmox; values may hold further `=`.
 */
export function parsePropertyString(text: string): PropertyString {
  const properties = new Map<string, string>();
  let value: string | undefined;
  for (const part of text.split(',')) {
    const trimmed = part.trim();
    const at = trimmed.indexOf('=');
    if (at > 0) {
      properties.set(trimmed.slice(0, at).trim(), trimmed.slice(at + 1).trim());
    } else if (at < 0 && trimmed !== '' && value === undefined) {
      value = trimmed;
    }
  }
  return { value, properties };
}
