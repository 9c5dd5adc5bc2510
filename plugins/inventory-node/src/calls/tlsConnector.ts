import type { TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';

/** By what an entry node is trusted. With neither, the system's CAs decide. */
export interface TlsTrust {
  /** PEM of the cluster's own CA. */
  ca?: string;
  /** SHA-256 of certificates, colons and case as you like. */
  fingerprints?: string[];
  /** What we show of ourselves, both in PEM. */
  clientCertificate?: { certificate: string; key: string };
}

/** The other side's certificate is none of those that were pinned. */
export class UntrustedCertificateError extends Error {
  readonly code = 'ERR_UNTRUSTED_CERTIFICATE';
}

/** A fingerprint as it is compared: 64 hexadecimal digits. */
export function normalFingerprint(text: string): string {
  return text.replaceAll(':', '').trim().toLocaleLowerCase('en-US');
}

/**
 * Connects and makes sure of the other side before a byte of the request, and
 * so the token, is written. Node never calls `checkServerIdentity` on a chain
 * it doesn't trust, so a pin is compared here, after the handshake.
 */
export function tlsConnector(trust: TlsTrust): buildConnector.connector {
  const pins = trust.fingerprints?.map(normalFingerprint);
  const connect = buildConnector({
    ca: trust.ca,
    cert: trust.clientCertificate?.certificate,
    key: trust.clientCertificate?.key,
    timeout: 10_000,
    // With a pin alone the certificate itself is what is trusted.
    rejectUnauthorized: pins === undefined || trust.ca !== undefined,
    // A resumed session shows no certificate of its own to compare.
    maxCachedSessions: pins ? 0 : 100,
  });
  if (!pins) return connect;

  return (options, callback) =>
    connect(options, (error, socket) => {
      if (error) {
        callback(error, null);
        return;
      }
      const seen = (socket as TLSSocket).getPeerCertificate().fingerprint256;
      if (seen && pins.includes(normalFingerprint(seen))) {
        callback(null, socket);
        return;
      }
      socket.destroy();
      callback(
        new UntrustedCertificateError(
          `the certificate's fingerprint is ${seen}, which is not configured`,
        ),
        null,
      );
    });
}
