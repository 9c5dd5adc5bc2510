/** What stands where a secret stood. */
export const cutMark = '(cut)';

// Names whose value is a secret whatever it looks like.
const secretName =
  /pass(?:word|wd|phrase)?$|password|passwd|secret|token|sshkeys|ssh[-_]?(?:public[-_]?)?keys?|private[-_]?key|api[-_]?key|access[-_]?key|credential|^auth$|authorization/i;

/** Whether a key's value is never shown. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

// `password=…` and `token: …` inside property strings, arguments and notes. A
// value ends with a space, comma or semicolon outside of quotes.
const secretPair =
  /([\w.-]*(?:password|passwd|passphrase|pass(?![a-z])|secret|token|private[-_]?key|api[-_]?key|access[-_]?key|credentials?|authorization)[\w.-]*["']?\s*[=:]\s*)(?:(?:bearer|basic)\s+[^\s,;]+|(?:"[^"]*"|'[^']*'|[^\s,;])+)/gi;
// QEMU's own way to hand over a secret: `-object secret,id=s,data=…`.
const secretObject = /(\bsecret,[^\s]*?\bdata=)[^\s,]+/gi;
const privateKeyBlock =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;
const userInfo = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@]+@/gi;

/** Cuts secrets out of a text: a property string, arguments, a description. */
export function cutSecretsInText(text: string): string {
  return text
    .replace(privateKeyBlock, cutMark)
    .replace(secretObject, `$1${cutMark}`)
    .replace(userInfo, `$1${cutMark}@`)
    .replace(secretPair, `$1${cutMark}`);
}

function isPair(value: unknown[]): value is [string, unknown] {
  return value.length === 2 && typeof value[0] === 'string';
}

/** The same answer without secrets, however deep; the input is not changed. */
export function cutSecrets(value: unknown): unknown {
  if (typeof value === 'string') return cutSecretsInText(value);
  if (Array.isArray(value)) {
    // A container's raw lines are pairs: `['lxc.environment', 'KEY=…']`.
    if (isPair(value) && isSecretName(value[0])) return [value[0], cutMark];
    return value.map(cutSecrets);
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      isSecretName(key) ? cutMark : cutSecrets(inner),
    ]),
  );
}
