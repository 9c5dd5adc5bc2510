import { kubevirtLab, cluster, guestCount } from '../__testUtils__/kubevirtLab';

const { lab, aCollector, collect } = kubevirtLab();

describe('trust and sign-in', () => {
  // Jest reads the whole library that reads kubeconfigs within it.
  const signal = () => AbortSignal.timeout(60_000);

  it('goes by a pinned fingerprint alone', async () => {
    const { fingerprint } = lab.estate(cluster);
    const collector = aCollector({
      ca: undefined,
      fingerprints: [fingerprint],
    });
    await expect(collector.check(signal())).resolves.toEqual({
      version: 'KubeVirt v1.6.2, Kubernetes v1.32.4',
      identity: 'system:serviceaccount:flyloft:flyloft-reader',
      missingPrivileges: [],
      guests: guestCount,
    });
  });

  it('goes by a kubeconfig', async () => {
    const { url, token, caPem } = lab.estate(cluster);
    const kubeconfig = JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'central',
          cluster: {
            server: url,
            'certificate-authority-data': Buffer.from(caPem).toString('base64'),
          },
        },
      ],
      users: [{ name: 'reader', user: { token } }],
      contexts: [
        { name: 'reader', context: { cluster: 'central', user: 'reader' } },
      ],
      'current-context': 'reader',
    });
    const alone = { kubeconfig, token: undefined, ca: undefined };
    const collector = aCollector({ ...alone, server: undefined });
    await expect(collector.check(signal())).resolves.toMatchObject({
      guests: guestCount,
    });
    const other = { ...alone, server: 'https://elsewhere.example.org' };
    const elsewhere = aCollector(other).check(signal());
    await expect(elsewhere).rejects.toMatchObject({ step: 'sign-in' });
    await expect(elsewhere).rejects.toThrow(
      `must be the server that the kubeconfig names: ${url}`,
    );
  }, 90_000);

  it.each([
    ['no CA', { ca: undefined }],
    ['another fingerprint', { fingerprints: ['0'.repeat(64)] }],
  ])('is refused with %s', async (_, trust) => {
    const collector = aCollector(trust);
    await expect(collect(collector)).rejects.toMatchObject({
      failure: 'untrusted',
    });
    await expect(collector.check(signal())).rejects.toMatchObject({
      step: 'certificate',
    });
  });

  it('names every missing right of an account without any', async () => {
    const { unprivilegedToken } = lab.estate(cluster);
    const { missingPrivileges, guests } = await aCollector({
      token: unprivilegedToken,
    }).check(signal());
    expect(guests).toBeUndefined();
    expect(missingPrivileges.map(({ privilege }) => privilege)).toEqual(
      expect.arrayContaining([
        'list virtualmachines.kubevirt.io',
        'watch virtualmachines.kubevirt.io',
        'list nodes',
        'list network-attachment-definitions.k8s.cni.cncf.io',
        'get virtualmachines/expand-spec.subresources.kubevirt.io',
      ]),
    );
  });

  it('says that a token is not accepted, and does not show it', async () => {
    const token = 'not-the-token';
    const collector = aCollector({ token });
    await expect(collector.check(signal())).rejects.toMatchObject({
      step: 'sign-in',
    });
    const run = collect(collector);
    await expect(run).rejects.toMatchObject({ failure: 'unauthenticated' });
    await expect(run).rejects.not.toThrow(token);
  });
});
