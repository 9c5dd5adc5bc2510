import { InputError } from '@backstage/errors';

/** What stands in place of a secret: `secret://inventory/platforms/west/password`. */
export type SecretRef = string;

const scheme = 'secret://';
const longestName = 300;
const segment = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,99}$/;

/** Whether a text has the form of a reference, and not of a secret itself. */
export function isSecretRef(text: unknown): text is SecretRef {
  return typeof text === 'string' && text.startsWith(scheme);
}

/**
 * The full name of a plugin's secret.
 *
 * @throws InputError when a part could mean something in a path.
 */
export function fullName(pluginId: string, name: string): string {
  const whole = `${pluginId}/${name}`;
  if (
    whole.length > longestName ||
    !whole.split('/').every(part => segment.test(part))
  ) {
    throw new InputError(
      `'${name}' can't name a secret; take letters, digits, dots and dashes, in parts divided by slashes`,
    );
  }
  return whole;
}

/** The reference to a secret by its full name. */
export function refOf(wholeName: string): SecretRef {
  return `${scheme}${wholeName}`;
}

/**
 * The full name that a plugin's own reference stands for.
 *
 * @throws InputError for a reference to another plugin's secret, or none at all.
 */
export function nameOfRef(pluginId: string, ref: SecretRef): string {
  const own = `${scheme}${pluginId}/`;
  if (!ref.startsWith(own)) {
    throw new InputError(
      `'${isSecretRef(ref) ? ref : 'This'}' is no reference to a secret of '${pluginId}'`,
    );
  }
  return fullName(pluginId, ref.slice(own.length));
}
