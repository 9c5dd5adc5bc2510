import { toBoolean, toNumber, toText } from '@flyloft/plugin-inventory-node';
import { parsePropertyString } from './propertyString';

/** Whether Proxmox is told to talk to an agent: `1`, `enabled=1,type=virtio`. */
export function parseAgentEnabled(agent: unknown): boolean {
  const { value, properties } = parsePropertyString(toText(agent) ?? '');
  return toBoolean(properties.get('enabled') ?? value ?? '0') ?? false;
}

/** The tags of `web;prod`, `web,prod` or `web prod`, each once, in order. */
export function parseTags(tags: unknown): string[] {
  const words = (toText(tags) ?? '').split(/[;,\s]+/).filter(Boolean);
  return [...new Set(words)];
}

/** Mebibytes of `2048` or `current=2048`, a property string since 8.1. */
export function parseMemoryMiB(memory: unknown): number | undefined {
  const { value, properties } = parsePropertyString(toText(memory) ?? '');
  return toNumber(properties.get('current') ?? value);
}

type OsFamily = 'linux' | 'windows' | 'bsd' | 'solaris' | 'other';

/** The family behind a machine's `ostype`; null where it says nothing. */
export function osFamilyOf(osType: string | null): OsFamily | null {
  if (osType === null) return null;
  if (/^(?:w2k\d*|wxp|wvista|win\d+)$/.test(osType)) return 'windows';
  if (/^l2[46]$/.test(osType)) return 'linux';
  if (osType === 'solaris') return 'solaris';
  return 'other';
}

/** The family of what an agent or a container calls its system. */
export function osFamilyOfId(id: string): OsFamily {
  const word = id.toLocaleLowerCase('en-US');
  if (word.includes('windows')) return 'windows';
  if (word.includes('bsd')) return 'bsd';
  if (/solaris|illumos|smartos/.test(word)) return 'solaris';
  return 'linux';
}
