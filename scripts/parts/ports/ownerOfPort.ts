import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

const LISTEN = '0A';

/**
 * Which program listens on a TCP port, as far as this account may know:
 * another account's sockets are hidden on Linux, which answers undefined.
 */
export function ownerOfPort(port: number): string | undefined {
  if (process.platform !== 'linux') return ownerByLsof(port);
  const inodes = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6'].flatMap(table =>
      listeningInodes(table, port),
    ),
  );
  if (inodes.size === 0) return undefined;
  for (const pid of fs
    .readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))) {
    if (holdsSocket(pid, inodes)) return describe(pid);
  }
  return undefined;
}

function listeningInodes(table: string, port: number): string[] {
  if (!fs.existsSync(table)) return [];
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  return fs
    .readFileSync(table, 'utf8')
    .split('\n')
    .slice(1)
    .map(line => line.trim().split(/\s+/))
    .filter(
      ([, local, , state]) =>
        state === LISTEN && local?.split(':')[1] === hexPort,
    )
    .flatMap(fields => fields[9] ?? []);
}

function holdsSocket(pid: string, inodes: Set<string>): boolean {
  try {
    return fs.readdirSync(`/proc/${pid}/fd`).some(descriptor => {
      const target = fs.readlinkSync(`/proc/${pid}/fd/${descriptor}`);
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      return inode !== undefined && inodes.has(inode);
    });
  } catch {
    // Another account's process, or one that just ended.
    return false;
  }
}

function describe(pid: string): string | undefined {
  try {
    const command = fs
      .readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      .replaceAll('\0', ' ')
      .trim();
    return `process ${pid} (${command.slice(0, 80)})`;
  } catch {
    return undefined;
  }
}

function ownerByLsof(port: number): string | undefined {
  try {
    const text = execFileSync(
      'lsof',
      ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const pid = /^p(\d+)$/m.exec(text)?.[1];
    const command = /^c(.+)$/m.exec(text)?.[1];
    return pid ? `process ${pid} (${command ?? 'unknown'})` : undefined;
  } catch {
    // No lsof, or nothing that this account may see.
    return undefined;
  }
}
