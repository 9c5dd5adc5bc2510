import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EstateSecrets } from './wire/platformApi.ts';
import type { EstatePlatform } from './world/estate/estatePlan.ts';
import type { Estate } from './world/estate/Estate.ts';

/** What has to stay the same over a restart, so that who was configured once still gets in. */
export interface KeptSecrets {
  /** One for everybody. */
  password: string;
  portalClientSecret: string;
  directoryClientSecret: string;
  /** By cluster. */
  tokens: Record<string, { portal: string; unprivileged: string }>;
  /** Of the Vault. */
  vault: { roleId: string; secretId: string; rootToken: string };
  /** By estate. */
  estates: Record<string, EstateSecrets>;
}

/** Letters and digits that nobody mistakes for one another when typing them. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const PASSWORD_LENGTH = 12;

function newPassword(): string {
  return [...randomBytes(PASSWORD_LENGTH)]
    .map(byte => ALPHABET[byte % ALPHABET.length])
    .join('');
}

/** Takes the secrets kept in the directory, makes those that are missing, and keeps them. */
export async function keptSecrets(
  directory: string,
  clusterIds: readonly string[],
  estates: readonly Estate[],
  password: string | undefined,
): Promise<KeptSecrets> {
  await mkdir(directory, { recursive: true });
  const file = join(directory, 'secrets.json');
  const known = await readKept(file);
  const secrets: KeptSecrets = {
    password: password ?? known.password ?? newPassword(),
    portalClientSecret: known.portalClientSecret ?? randomUUID(),
    directoryClientSecret: known.directoryClientSecret ?? randomUUID(),
    vault: known.vault ?? {
      roleId: randomUUID(),
      secretId: randomUUID(),
      rootToken: `hvs.${randomUUID()}`,
    },
    tokens: Object.fromEntries(
      clusterIds.map(id => [
        id,
        known.tokens?.[id] ?? {
          portal: randomUUID(),
          unprivileged: randomUUID(),
        },
      ]),
    ),
    estates: Object.fromEntries(
      estates.map(({ id, plan }) => [
        id,
        known.estates?.[id] ?? newEstateSecrets(plan.platform),
      ]),
    ),
  };
  await replaceFile(file, `${JSON.stringify(secrets, null, 2)}\n`);
  return secrets;
}

/** The names of the accounts are in each product's own form. */
const ACCOUNTS: Record<EstatePlatform, [reader: string, nobody: string]> = {
  vsphere: ['flyloft@vsphere.local', 'nobody@vsphere.local'],
  nutanix: ['flyloft', 'nobody'],
  kubevirt: [
    'system:serviceaccount:flyloft:reader',
    'system:serviceaccount:flyloft:nobody',
  ],
};

function newEstateSecrets(platform: EstatePlatform): EstateSecrets {
  const [username, unprivilegedUsername] = ACCOUNTS[platform];
  return {
    username,
    password: randomUUID(),
    token: randomUUID(),
    unprivilegedUsername,
    unprivilegedPassword: randomUUID(),
    unprivilegedToken: randomUUID(),
  };
}

async function readKept(file: string): Promise<Partial<KeptSecrets>> {
  let text;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  try {
    return JSON.parse(text) as Partial<KeptSecrets>;
  } catch {
    throw new Error(
      `${file} is damaged. Delete it; the lab then makes new secrets.`,
    );
  }
}

/** Nobody ever reads half a file: it is written beside, and then put in its place. */
export async function replaceFile(
  file: string,
  content: string,
): Promise<void> {
  const temporary = `${file}.new`;
  await writeFile(temporary, content, { mode: 0o600 });
  await rename(temporary, file);
}
