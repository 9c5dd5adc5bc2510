import { BlockList, isIPv6 } from 'node:net';

const refused = new BlockList();
refused.addSubnet('0.0.0.0', 8);
// Link-local, where clouds answer with the machine's own credentials.
refused.addSubnet('169.254.0.0', 16);
refused.addSubnet('224.0.0.0', 3);
refused.addAddress('::', 'ipv6');
refused.addSubnet('fe80::', 10, 'ipv6');
refused.addSubnet('ff00::', 8, 'ipv6');

/**
 * Whether a platform may have this address. Private and loopback ones may:
 * platforms are there. What is left out is never one, and answers to anybody.
 */
export function isReachableAddress(address: string): boolean {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped) return !refused.check(mapped);
  return !refused.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
