/** A task as Proxmox records it: one line in the index, one log file. */
export interface Task {
  upid: string;
  node: string;
  pid: number;
  pstart: number;
  /** Seconds since 1970. */
  starttime: number;
  endtime: number | undefined;
  type: string;
  id: string;
  /** Without the token. */
  user: string;
  tokenid: string | undefined;
  exitstatus: string | undefined;
  log: string[];
}

export interface UpidParts {
  node: string;
  pid: number;
  pstart: number;
  starttime: number;
  type: string;
  id: string;
  user: string;
}

const UPID =
  /^UPID:([^:\s]+):([0-9A-Fa-f]{8}):([0-9A-Fa-f]{8,9}):([0-9A-Fa-f]{8}):([^:\s/]+):([^:\s/]*):([^:\s/]+):$/;

/** Reads a task's id; undefined when it is not one. The colon at its end is part of it. */
export function parseUpid(upid: string): UpidParts | undefined {
  const match = UPID.exec(upid);
  if (!match) return undefined;
  const [
    ,
    node = '',
    pid = '',
    pstart = '',
    starttime = '',
    type = '',
    id = '',
    user = '',
  ] = match;
  return {
    node,
    pid: parseInt(pid, 16),
    pstart: parseInt(pstart, 16),
    starttime: parseInt(starttime, 16),
    type,
    id,
    user,
  };
}

export function formatUpid(parts: UpidParts): string {
  const hex = (value: number) =>
    value.toString(16).toUpperCase().padStart(8, '0');
  return `UPID:${parts.node}:${hex(parts.pid)}:${hex(parts.pstart)}:${hex(parts.starttime)}:${parts.type}:${parts.id}:${parts.user}:`;
}
