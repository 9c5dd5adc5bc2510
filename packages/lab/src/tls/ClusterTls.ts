import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import {
  expiryOf,
  fingerprintOf,
  isIssuedFor,
  makeAuthority,
  makeNodeCertificate,
  type CertifiedKey,
  type SubjectName,
} from './certificates.ts';

/** A certificate that ends sooner than this is made anew. */
const renewalMilliseconds = 30 * 24 * 60 * 60 * 1000;

/** What a node serves with, and what a client may pin it by. */
export interface NodeTls extends CertifiedKey {
  /** SHA-256, colon hex; `ssl_fingerprint` in GET /nodes. */
  fingerprint: string;
}

/**
 * A cluster's certificate authority and the certificates of its nodes, kept
 * as PEM files so that a client's trust outlives a restart of the lab:
 * `pve-root-ca.pem`, `pve-root-ca.key`, `<node>.pem`, `<node>.key`.
 */
export class ClusterTls {
  /** The authority's certificate, PEM: what clients are configured to trust. */
  readonly ca: string;
  /** Where that certificate lies. */
  readonly caFile: string;
  private readonly directory: string;
  private readonly authority: CertifiedKey;
  private readonly now: () => number;

  private constructor(
    directory: string,
    authority: CertifiedKey,
    now: () => number,
  ) {
    this.directory = directory;
    this.authority = authority;
    this.now = now;
    this.ca = authority.cert;
    this.caFile = join(directory, 'pve-root-ca.pem');
  }

  /** Takes the authority kept in the directory, or makes one there. */
  static async open(options: {
    directory: string;
    clusterName: string;
    /** Milliseconds since 1970. */
    now?: () => number;
  }): Promise<ClusterTls> {
    const { directory, clusterName, now = Date.now } = options;
    await mkdir(directory, { recursive: true, mode: 0o700 });
    let authority = await load(directory, 'pve-root-ca');
    if (!authority || isNearExpiry(authority, now())) {
      authority = await makeAuthority(clusterName, new Date(now()));
      await keep(directory, 'pve-root-ca', authority);
    }
    return new ClusterTls(directory, authority, now);
  }

  /**
   * The node's certificate, for its name, localhost, 127.0.0.1, ::1 and
   * further names or addresses. Made anew when the kept one is near its end,
   * lacks a name or is another authority's.
   */
  async node(name: string, further: readonly string[] = []): Promise<NodeTls> {
    const subjects = [name, 'localhost', '127.0.0.1', '::1', ...further].map(
      toSubject,
    );
    let certified = await load(this.directory, name);
    if (
      !certified ||
      isNearExpiry(certified, this.now()) ||
      !(await isIssuedFor(certified.cert, this.ca, subjects))
    ) {
      certified = await makeNodeCertificate(
        this.authority,
        name,
        subjects,
        new Date(this.now()),
      );
      await keep(this.directory, name, certified);
    }
    return { ...certified, fingerprint: await fingerprintOf(certified.cert) };
  }
}

function toSubject(value: string): SubjectName {
  return { type: isIP(value) ? 'ip' : 'dns', value };
}

function isNearExpiry({ cert }: CertifiedKey, now: number): boolean {
  return expiryOf(cert).getTime() - now < renewalMilliseconds;
}

async function load(
  directory: string,
  name: string,
): Promise<CertifiedKey | undefined> {
  const [cert, key] = await Promise.all([
    readIfThere(join(directory, `${name}.pem`)),
    readIfThere(join(directory, `${name}.key`)),
  ]);
  if (!cert || !key) return undefined;
  // A start that was cut short may have written the one without the other.
  const belong = new X509Certificate(cert).checkPrivateKey(
    createPrivateKey(key),
  );
  return belong ? { cert, key } : undefined;
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Key first: a certificate without its key would be trusted and useless. */
async function keep(
  directory: string,
  name: string,
  { cert, key }: CertifiedKey,
): Promise<void> {
  await replaceFile(join(directory, `${name}.key`), key, 0o600);
  await replaceFile(join(directory, `${name}.pem`), cert, 0o644);
}

async function replaceFile(
  file: string,
  content: string,
  mode: number,
): Promise<void> {
  const temporary = `${file}.new`;
  await writeFile(temporary, content, { mode });
  await chmod(temporary, mode);
  await rename(temporary, file);
}
