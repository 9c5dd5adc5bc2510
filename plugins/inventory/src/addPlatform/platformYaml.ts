/** What a person says about a Proxmox cluster; no secret is among it. */
export interface PlatformForm {
  id: string;
  title: string;
  /** Addresses of nodes to enter by, one per line. */
  endpoints: string;
  tokenId: string;
  trust: 'ca' | 'fingerprints' | 'public';
  /** SHA-256 fingerprints, one per line. */
  fingerprints: string;
  intervalMinutes: string;
}

/** What the form starts with. */
export const emptyPlatformForm: PlatformForm = {
  id: 'pve',
  title: '',
  endpoints: '',
  tokenId: 'flyloft@pve!portal',
  trust: 'ca',
  fingerprints: '',
  intervalMinutes: '5',
};

/** What is wrong in the form, by field. */
export type FormProblems = Partial<Record<keyof PlatformForm, string>>;

const linesOf = (text: string) =>
  text
    .split(/[\s,]+/)
    .map(line => line.trim())
    .filter(line => line !== '');

/** Says what in the form would not work, and what would. */
export function formProblems(form: PlatformForm): FormProblems {
  const problems: FormProblems = {};
  if (!/^[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(form.id)) {
    problems.id =
      'Lower-case letters, digits and dashes, such as pve-west. It never changes.';
  }
  const endpoints = linesOf(form.endpoints);
  if (endpoints.length === 0) {
    problems.endpoints =
      'At least one node, such as https://pve1.example.org:8006';
  } else if (endpoints.some(endpoint => !isHttpsOrigin(endpoint))) {
    problems.endpoints =
      'Each must be an https address without a path, such as https://pve1.example.org:8006';
  }
  if (!/^[^\s@!]+@[^\s@!]+![^\s@!]+$/.test(form.tokenId)) {
    problems.tokenId =
      'User, realm and name of the token, such as flyloft@pve!portal';
  }
  const fingerprints = linesOf(form.fingerprints);
  if (form.trust === 'fingerprints' && !areFingerprints(fingerprints)) {
    problems.fingerprints =
      'One SHA-256 fingerprint per node: 32 pairs of hexadecimal digits with colons';
  }
  const minutes = Number(form.intervalMinutes);
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 1440) {
    problems.intervalMinutes = 'Whole minutes from 1 to 1440';
  }
  return problems;
}

function isHttpsOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    url.protocol === 'https:' && url.pathname === '/' && url.username === ''
  );
}

function areFingerprints(lines: string[]): boolean {
  return (
    lines.length > 0 &&
    lines.every(line => /^([0-9a-f]{2}:){31}[0-9a-f]{2}$/i.test(line))
  );
}

/** The variable that holds the secret, so that no file and no browser does. */
export function secretVariable(id: string): string {
  return `${id.toUpperCase().replaceAll('-', '_')}_TOKEN_SECRET`;
}

/** The part of `app-config.local.yaml` that names the platform. */
export function platformYaml(form: PlatformForm): string {
  const lines = [
    'inventory:',
    '  platforms:',
    `    - id: ${form.id}`,
    '      type: proxmox',
    `      title: ${quote(form.title || form.id)}`,
    '      schedule:',
    `        frequency: { minutes: ${form.intervalMinutes} }`,
    '      proxmox:',
    '        endpoints:',
    ...linesOf(form.endpoints).map(
      endpoint => `          - ${quote(endpoint)}`,
    ),
    `        tokenId: ${quote(form.tokenId)}`,
    `        tokenSecret: \${${secretVariable(form.id)}}`,
  ];
  if (form.trust === 'ca') {
    lines.push('        ca:', `          $file: ${form.id}-ca.pem`);
  }
  if (form.trust === 'fingerprints') {
    lines.push(
      '        fingerprints:',
      ...linesOf(form.fingerprints).map(line => `          - ${quote(line)}`),
    );
  }
  return `${lines.join('\n')}\n`;
}

// A JSON string is a YAML string, whatever is in it; a dollar sign would be
// read as a variable, so it is doubled the way Backstage's configuration wants.
function quote(text: string): string {
  // A function: in a text `$$` would mean a single dollar sign.
  return JSON.stringify(text).replaceAll('${', () => '$${');
}
