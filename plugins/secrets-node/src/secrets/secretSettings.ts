import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { KeySources } from '../keys/KeyRing';
import { readVaultSettings, type VaultSettings } from '../vault/vaultSettings';
import type { SecretPlace } from './SecretRecordStore';

/** What `flyloft.secrets` says. */
export interface SecretSettings {
  place: SecretPlace;
  keys: KeySources;
  vault: VaultSettings | null;
}

/** @throws InputError naming the key that is not usable. */
export function readSecretSettings(
  config: Config,
  env: Readonly<Record<string, string | undefined>> = process.env,
): SecretSettings {
  const place =
    config.getOptionalString('flyloft.secrets.store') ?? 'postgresql';
  if (place !== 'postgresql' && place !== 'vault') {
    throw new InputError(
      `flyloft.secrets.store: '${place}' is not known; it is postgresql or vault`,
    );
  }
  const vault = readVaultSettings(config);
  if (place === 'vault' && !vault) {
    throw new InputError(
      'flyloft.secrets.store is vault, and flyloft.secrets.vault is missing',
    );
  }
  return {
    place,
    vault,
    keys: {
      text:
        env.FLYLOFT_SECRETS_KEY ||
        config.getOptionalString('flyloft.secrets.key'),
      file: config.getOptionalString('flyloft.secrets.keyFile'),
    },
  };
}
