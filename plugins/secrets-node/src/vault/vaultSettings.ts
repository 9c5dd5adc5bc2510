import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** Where Vault is, and as whom it is asked. */
export interface VaultSettings {
  /** The origin, without a slash at its end. */
  address: string;
  namespace?: string;
  mount: string;
  prefix: string;
  signIn:
    | { kind: 'token'; token: string }
    | { kind: 'approle'; mount: string; roleId: string; secretId: string };
  ca?: string;
  timeoutMilliseconds: number;
}

/**
 * Reads `flyloft.secrets.vault`; null when there is none.
 *
 * @throws InputError naming the key that is not usable.
 */
export function readVaultSettings(config: Config): VaultSettings | null {
  const vault = config.getOptionalConfig('flyloft.secrets.vault');
  if (!vault) return null;
  return {
    address: addressOf(vault.getString('address')),
    namespace: vault.getOptionalString('namespace'),
    mount: vault.getOptionalString('mount') ?? 'secret',
    prefix: vault.getOptionalString('prefix') ?? 'flyloft',
    signIn: signInOf(vault),
    ca: vault.getOptionalString('ca'),
    timeoutMilliseconds:
      1000 * (vault.getOptionalNumber('timeoutSeconds') ?? 10),
  };
}

const loopback = ['localhost', '127.0.0.1', '[::1]'];

function addressOf(text: string): string {
  const key = 'flyloft.secrets.vault.address';
  if (!URL.canParse(text)) {
    throw new InputError(
      `${key} is no address; it should look like https://vault.example.org:8200`,
    );
  }
  const url = new URL(text);
  const safe = url.protocol === 'https:' || loopback.includes(url.hostname);
  if (!safe || url.pathname !== '/') {
    throw new InputError(
      `${key} must begin with https:// (http:// on this machine alone) and end after the port`,
    );
  }
  return url.origin;
}

function signInOf(vault: Config): VaultSettings['signIn'] {
  const token = vault.getOptionalString('token');
  const roleId = vault.getOptionalString('roleId');
  const secretId = vault.getOptionalString('secretId');
  if (token !== undefined && roleId === undefined) {
    return { kind: 'token', token };
  }
  if (roleId !== undefined && secretId !== undefined && token === undefined) {
    const mount = vault.getOptionalString('appRoleMount') ?? 'approle';
    return { kind: 'approle', mount, roleId, secretId };
  }
  throw new InputError(
    'flyloft.secrets.vault must hold either a token, or roleId and secretId',
  );
}
