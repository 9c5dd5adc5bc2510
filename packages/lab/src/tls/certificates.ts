import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { createPrivateKey, randomBytes, webcrypto } from 'node:crypto';

/** A certificate with its private key, both PEM. */
export interface CertifiedKey {
  cert: string;
  key: string;
}

const algorithm = {
  name: 'ECDSA',
  namedCurve: 'P-256',
  hash: 'SHA-256',
} as const;

const dayMilliseconds = 24 * 60 * 60 * 1000;
const authorityDays = 10 * 365;
const leafDays = 730;

/** Clocks of clients may be a little behind. */
const backdatedMilliseconds = 60 * 60 * 1000;

/** Makes a cluster's certificate authority, named as Proxmox names it. */
export async function makeAuthority(
  clusterName: string,
  now: Date,
): Promise<CertifiedKey> {
  const keys = await makeKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serialNumber(),
      name: `CN=Proxmox Virtual Environment, OU=${randomBytes(8).toString('hex')}, O=PVE Cluster Manager CA (${clusterName})`,
      ...validity(now, authorityDays),
      signingAlgorithm: algorithm,
      keys,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(
          KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign,
          true,
        ),
        await SubjectKeyIdentifierExtension.create(
          keys.publicKey,
          false,
          webcrypto,
        ),
      ],
    },
    webcrypto,
  );
  return certified(certificate, keys.privateKey);
}

/** Makes a node's certificate for these names and addresses. */
export async function makeNodeCertificate(
  authority: CertifiedKey,
  nodeName: string,
  subjects: readonly SubjectName[],
  now: Date,
): Promise<CertifiedKey> {
  const issuer = new X509Certificate(authority.cert);
  const keys = await makeKeys();
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: serialNumber(),
      subject: `OU=PVE Cluster Node, O=Proxmox Virtual Environment, CN=${nodeName}`,
      issuer: issuer.subject,
      ...validity(now, leafDays),
      signingAlgorithm: algorithm,
      publicKey: keys.publicKey,
      signingKey: await importKey(authority.key),
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension([...subjects]),
        await AuthorityKeyIdentifierExtension.create(issuer, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return certified(certificate, keys.privateKey);
}

/** What a certificate is for. */
export interface SubjectName {
  type: 'dns' | 'ip';
  value: string;
}

/** True when a certificate was issued by this authority, for all these names. */
export async function isIssuedFor(
  certificate: string,
  authority: string,
  subjects: readonly SubjectName[],
): Promise<boolean> {
  const leaf = new X509Certificate(certificate);
  const issuer = new X509Certificate(authority);
  const names = leaf.getExtension(SubjectAlternativeNameExtension)?.names.items;
  const known = new Set(names?.map(({ type, value }) => `${type}:${value}`));
  return (
    subjects.every(({ type, value }) => known.has(`${type}:${value}`)) &&
    (await leaf.verify(
      { publicKey: issuer.publicKey, signatureOnly: true },
      webcrypto,
    ))
  );
}

/** When a PEM certificate ends. */
export function expiryOf(certificate: string): Date {
  return new X509Certificate(certificate).notAfter;
}

/** The SHA-256 fingerprint in colon hex: `AB:CD:…`, as Proxmox shows it. */
export async function fingerprintOf(certificate: string): Promise<string> {
  const thumbprint = await new X509Certificate(certificate).getThumbprint(
    'SHA-256',
    webcrypto,
  );
  return Buffer.from(thumbprint)
    .toString('hex')
    .toUpperCase()
    .replace(/..(?=.)/g, '$&:');
}

async function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

async function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  return webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
}

async function certified(
  certificate: X509Certificate,
  privateKey: webcrypto.CryptoKey,
): Promise<CertifiedKey> {
  const der = await webcrypto.subtle.exportKey('pkcs8', privateKey);
  return {
    cert: `${certificate.toString('pem')}\n`,
    key: `${PemConverter.encode(der, PemConverter.PrivateKeyTag)}\n`,
  };
}

function validity(now: Date, days: number) {
  return {
    notBefore: new Date(now.getTime() - backdatedMilliseconds),
    notAfter: new Date(now.getTime() + days * dayMilliseconds),
  };
}

/** Positive, as the standard wants it. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}
