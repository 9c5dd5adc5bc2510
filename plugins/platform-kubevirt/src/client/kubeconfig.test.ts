import { readKubeconfig } from './kubeconfig';

// The library is large, and Jest reads all of it.
jest.setTimeout(90_000);

const secret = 'secret-canary';
const base64 = (plain: string) => Buffer.from(plain).toString('base64');
const key = (name: string) => `kubevirt.${name}`;

function text(
  cluster: object = {},
  user: object = { token: secret },
  context = 'here',
): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'c', cluster: { server: 'https://here:6443', ...cluster } },
      { name: 'd', cluster: { server: 'https://there:6443' } },
    ],
    users: [{ name: 'u', user }],
    contexts: [
      { name: 'here', context: { cluster: 'c', user: 'u' } },
      { name: 'there', context: { cluster: 'd', user: 'u' } },
    ],
    'current-context': context,
  });
}

it('reads server, token and CA of the current context', () => {
  const cluster = { 'certificate-authority-data': base64('the CA') };
  expect(readKubeconfig({ text: text(cluster) }, key)).toEqual({
    server: 'https://here:6443',
    token: secret,
    trust: { ca: 'the CA', clientCertificate: undefined },
  });
});

it('reads a client certificate, and another context', () => {
  const user = {
    'client-certificate-data': base64('certificate'),
    'client-key-data': base64('key'),
  };
  expect(
    readKubeconfig({ text: text({}, user), context: 'there' }, key),
  ).toMatchObject({
    server: 'https://there:6443',
    trust: { clientCertificate: { certificate: 'certificate', key: 'key' } },
  });
});

it.each([
  ['what is no YAML', `{ ${secret}: [`, 'is not a kubeconfig'],
  ['nothing at all', '', 'kubevirt.kubeconfig'],
  ['no current context', text({}, {}, 'gone'), 'has no current context'],
  [
    'a check that is off',
    text({ 'insecure-skip-tls-verify': true }),
    'turns the check',
  ],
  ['a command', text({}, { exec: { command: 'aws' } }), 'by running a command'],
  [
    'a plugin',
    text({}, { 'auth-provider': { name: 'gcp' } }),
    'by running a command',
  ],
  ['files', text({ 'certificate-authority': '/etc/ca.pem' }), 'names files'],
  [
    'files of a user',
    text({}, { 'client-key': '/etc/key', 'client-certificate': '/etc/c' }),
    'names files',
  ],
  ['nobody', text({}, {}), 'holds neither a token'],
  [
    'half a certificate',
    text({}, { 'client-key-data': base64('key') }),
    'holds neither a token',
  ],
])('refuses %s, without quoting it', (_, kubeconfig, words) => {
  const reading = () => readKubeconfig({ text: kubeconfig }, key);
  expect(reading).toThrow(words);
  expect(reading).toThrow(expect.objectContaining({ name: 'InputError' }));
  expect(reading).not.toThrow(secret);
});

it('says which context is missing', () => {
  expect(() => readKubeconfig({ text: text(), context: 'gone' }, key)).toThrow(
    "has no context 'gone'",
  );
});
