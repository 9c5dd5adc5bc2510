/** The releases of Proxmox VE whose privileges differ. */
export type ProxmoxRelease = '8' | '9';

const common = [
  'VM.Audit',
  'Sys.Audit',
  'Datastore.Audit',
  'Pool.Audit',
  'SDN.Audit',
];

// Release 9 took the broad VM.Monitor apart; reading through the agent has
// had a privilege of its own since.
const agentPrivilege: Record<ProxmoxRelease, string> = {
  '8': 'VM.Monitor',
  '9': 'VM.GuestAgent.Audit',
};

/** What the token needs to read everything the inventory shows, and no more. */
export function privilegesOf(release: ProxmoxRelease): string[] {
  return [...common, agentPrivilege[release]];
}

/**
 * The commands that make the token, for a shell on any node. User and token
 * both get the role: with privilege separation a token can do only what both may.
 */
export function tokenCommands(
  release: ProxmoxRelease,
  tokenId: string,
): string {
  const [user = 'flyloft@pve', name = 'portal'] = tokenId.split('!');
  return [
    `pveum role add FlyloftReader --privs "${privilegesOf(release).join(' ')}"`,
    `pveum user add ${user} --comment "Flyloft inventory, reads only"`,
    `pveum acl modify / --users ${user} --roles FlyloftReader`,
    `pveum user token add ${user} ${name} --privsep 1`,
    `pveum acl modify / --tokens '${user}!${name}' --roles FlyloftReader`,
    '',
  ].join('\n');
}

/** The commands that show what the connection is to be trusted by. */
export const trustCommands = {
  ca: 'cat /etc/pve/pve-root-ca.pem\n',
  fingerprints:
    'for node in /etc/pve/nodes/*; do\n' +
    '  cert=$node/pveproxy-ssl.pem\n' +
    '  [ -f "$cert" ] || cert=$node/pve-ssl.pem\n' +
    '  openssl x509 -in "$cert" -noout -fingerprint -sha256\n' +
    'done\n',
} as const;
