import { vsphereLab } from '../__testUtils__/vsphereLab';

const { estate, labCollector, truth } = vsphereLab();

describe('a test of the connection', () => {
  it('says version, who we are and how many machines we see', async () => {
    const check = await labCollector().check(AbortSignal.timeout(10_000));
    expect(check).toEqual({
      version: '8.0.3',
      identity: estate().username,
      missingPrivileges: [],
      guests: (await truth()).length,
    });
  });

  it('names the privileges that are missing', async () => {
    const check = await labCollector({
      username: estate().unprivilegedUsername,
      password: estate().unprivilegedPassword,
    }).check(AbortSignal.timeout(10_000));
    expect(check.missingPrivileges.map(({ privilege }) => privilege)).toEqual([
      'System.View',
      'System.Read',
    ]);
    expect(check.guests).toBe(0);
  });

  it.each([
    ['sign-in', { password: 'wrong' }],
    ['certificate', { ca: undefined }],
    ['connection', { endpoint: 'https://localhost:9' }],
    ['certificate', { ca: undefined, fingerprints: ['ab'.repeat(32)] }],
  ])('ends at the step %s, in words of ours', async (step, overrides) => {
    await expect(
      labCollector(overrides).check(AbortSignal.timeout(10_000)),
    ).rejects.toMatchObject({ name: 'PlatformCheckError', step });
  });

  it('trusts a pinned fingerprint without a CA', async () => {
    const check = await labCollector({
      ca: undefined,
      fingerprints: [estate().fingerprint],
    }).check(AbortSignal.timeout(10_000));
    expect(check.version).toBe('8.0.3');
  });
});
