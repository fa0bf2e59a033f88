import { X509Certificate } from 'node:crypto';

export interface SelfSignedCertificate {
  /** PEM. */
  key: string;
  /** PEM. */
  cert: string;
  /** SHA-256, as browsers show it: pairs of hex digits with colons. */
  fingerprint: string;
}

const LIFETIME_MS = 30 * 86_400_000;

/** A fresh certificate for this machine's names. @param addresses IP addresses that clients will type */
export async function createSelfSignedCertificate(
  addresses: readonly string[],
): Promise<SelfSignedCertificate> {
  // Loaded here only: it is large, and most runs need no certificate.
  const { generate } = await import('selfsigned');
  const pems = await generate([{ name: 'commonName', value: 'metered-call' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    // Safari refuses certificates that live longer than 825 days; a demo needs far less.
    notAfterDate: new Date(Date.now() + LIFETIME_MS),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          ...['127.0.0.1', ...addresses].map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });
  return { key: pems.private, cert: pems.cert, fingerprint: new X509Certificate(pems.cert).fingerprint256 };
}
