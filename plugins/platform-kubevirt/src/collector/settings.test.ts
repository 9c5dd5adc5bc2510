import { ConfigReader } from '@backstage/config';
import { readSettings } from './settings';

const read = (config: object) =>
  readSettings(new ConfigReader(config as any), 'central');
const certificate =
  '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
const clientKey =
  '-----BEGIN PRIVATE KEY-----\nBBBB\n-----END PRIVATE KEY-----';
const server = 'https://kubernetes.example.org:6443';

it('reads a platform with what it leaves out', async () => {
  const settings = read({ server, token: 'abc.def-ghi_1' });
  expect(settings).toMatchObject({
    requestTimeoutMilliseconds: 30_000,
    clusterName: 'central',
    organizationLabel: 'flyloft.io/organization',
    vdcLabel: 'flyloft.io/vdc',
    uiUrl: null,
  });
  await expect(settings.access()).resolves.toMatchObject({
    server,
    token: 'abc.def-ghi_1',
  });
});

it('takes a client certificate, and a server behind a path', async () => {
  const settings = read({
    server: 'https://rancher.example.org/k8s/clusters/c-1/',
    clientCertificate: certificate,
    clientKey,
  });
  await expect(settings.access()).resolves.toMatchObject({
    server: 'https://rancher.example.org/k8s/clusters/c-1',
    token: undefined,
    trust: { clientCertificate: { certificate, key: clientKey } },
  });
});

it.each([
  [{}, "kubevirt.server of platform 'central' is missing"],
  [{ server: 'nonsense', token: 'a' }, 'is not a URL'],
  [
    { server: 'http://kubernetes:6443', token: 'a' },
    'must begin with https://',
  ],
  [
    { server: 'https://user:pw@kubernetes', token: 'a' },
    'must not hold a user',
  ],
  [{ server: `${server}?a=b`, token: 'a' }, 'must end before the query'],
  [{ server }, 'kubevirt.token'],
  [{ server, token: 'two\nlines' }, 'must be a token of one line'],
  [
    { server, token: 'a', clientCertificate: certificate, clientKey },
    'are both set',
  ],
  [{ server, clientCertificate: certificate }, 'clientKey'],
  [
    { server, clientCertificate: 'x', clientKey },
    'must be a certificate in PEM',
  ],
  [
    { server, clientCertificate: certificate, clientKey: 'x' },
    'must be a private key',
  ],
  [{ server, token: 'a', kubeconfig: 'x' }, 'are both set'],
  [{ server, token: 'a', ca: 'x' }, 'must be a certificate in PEM'],
  [
    { server, token: 'a', organizationLabel: 'a b' },
    'must be the key of a label',
  ],
  [{ server, token: 'a', uiUrl: 'http://x' }, 'must begin with https://'],
  [{ server, token: 'a', requestTimeout: { seconds: 0 } }, 'must be between'],
])('refuses %j', (config, words) => {
  expect(() => read(config)).toThrow(words);
  expect(() => read(config)).toThrow(
    expect.objectContaining({ name: 'InputError' }),
  );
});
