import { splitList } from './requestParameters.ts';
import { tokenIdPattern, userIdPattern } from '../access/authId.ts';

interface Format {
  pattern: RegExp;
  message: string;
}

const formats: Readonly<Record<string, Format>> = {
  'pve-node': {
    pattern: /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/,
    message: 'value does not look like a valid node name',
  },
  'pve-vmid': {
    pattern: /^[1-9][0-9]{2,8}$/,
    message: 'value does not look like a valid VM ID',
  },
  'pve-storage-id': {
    pattern: /^[a-zA-Z][a-zA-Z0-9\-_.]*[a-zA-Z0-9]$/,
    message: 'storage ID contains illegal characters',
  },
  'pve-poolid': {
    pattern: /^[A-Za-z0-9.\-_]+(?:\/[A-Za-z0-9.\-_]+){0,2}$/,
    message: 'value contains invalid characters',
  },
  'pve-userid': {
    pattern: userIdPattern,
    message: 'value does not look like a valid user name',
  },
  'pve-tokenid': {
    pattern: /^[^\s:/!]+@[A-Za-z][A-Za-z0-9.\-_]+![A-Za-z][A-Za-z0-9.\-_]*$/,
    message: 'value does not look like a valid token ID',
  },
  'pve-token-subid': {
    pattern: tokenIdPattern,
    message: 'value does not look like a valid token ID',
  },
  'pve-groupid': {
    pattern: /^[A-Za-z0-9.\-_]+$/,
    message: 'group name contains invalid characters',
  },
  'pve-roleid': {
    pattern: /^[A-Za-z0-9.\-_]+$/,
    message: 'role name contains invalid characters',
  },
  'pve-realm': {
    pattern: /^[A-Za-z][A-Za-z0-9.\-_]+$/,
    message: 'value does not look like a valid realm',
  },
  'pve-configid': {
    pattern: /^[a-z][a-z0-9_-]+$/i,
    message: 'invalid configuration ID',
  },
};

/** True for formats whose repeated values are joined to a list. */
export function isListFormat(format: string | undefined): boolean {
  return format?.endsWith('-list') ?? false;
}

/**
 * Says what is wrong with a value, or undefined. Formats the lab doesn't know
 * accept everything.
 */
export function formatError(format: string, value: string): string | undefined {
  const list = isListFormat(format);
  const known = formats[list ? format.slice(0, -'-list'.length) : format];
  if (!known) return undefined;
  const values = list ? splitList(value) : [value];
  return values.every(one => known.pattern.test(one))
    ? undefined
    : `invalid format - ${known.message}\n`;
}
