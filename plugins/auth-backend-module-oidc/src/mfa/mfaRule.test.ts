import { ConfigReader } from '@backstage/config';
import { Role, roles } from '@flyloft/backend-kit';
import { Assurance, judgeMfa, readMfaPolicy } from './mfaRule';

const policyOf = (mfa: object = {}) =>
  readMfaPolicy(new ConfigReader({ flyloft: { signIn: { mfa } } }));

const password: Assurance = { amr: ['pwd'], acr: '1' };

describe('the shipped multi-factor rule', () => {
  const policy = readMfaPolicy(new ConfigReader({}));
  const expected: Record<Role, 'missing' | 'not-required'> = {
    admin: 'missing',
    it: 'missing',
    ops: 'missing',
    'org-admin': 'not-required',
    'vdc-admin': 'not-required',
    engineer: 'not-required',
    viewer: 'not-required',
  };

  it.each(roles)('judges a %s with a password alone', role => {
    expect(judgeMfa([role], password, policy).outcome).toBe(expected[role]);
  });

  it.each(roles)('lets a %s in with a second factor', role => {
    const assurance = { amr: ['pwd', 'otp', 'mfa'], acr: '2' };
    expect(judgeMfa([role], assurance, policy)).toEqual({ outcome: 'proven' });
  });

  it.each([
    [['mfa'], 'proven'],
    [['otp'], 'proven'],
    [['hwk'], 'proven'],
    [['pwd'], 'missing'],
    [['MFA'], 'missing'],
    [['sms'], 'missing'],
    [[], 'missing'],
  ])('takes amr %j of an admin as %s', (amr, outcome) => {
    const verdict = judgeMfa(['admin'], { amr, acr: undefined }, policy);
    expect(verdict.outcome).toBe(outcome);
  });

  it('needs it for one privileged role among harmless ones, and says which', () => {
    expect(judgeMfa(['ops', 'engineer', 'viewer'], password, policy)).toEqual({
      outcome: 'missing',
      because: 'ops',
    });
  });

  it('takes no acr for proof, because its values differ by provider', () => {
    const verdict = judgeMfa(['it'], { amr: [], acr: '2' }, policy);
    expect(verdict.outcome).toBe('missing');
  });
});

describe('a configured multi-factor rule', () => {
  it('takes the configured acr, and only that', () => {
    const policy = policyOf({ claims: { acr: ['gold'], amr: [] } });
    const judge = (acr: string) =>
      judgeMfa(['it'], { amr: ['mfa'], acr }, policy).outcome;
    expect(judge('gold')).toBe('proven');
    expect(judge('silver')).toBe('missing');
  });

  it('binds the configured roles, and only those', () => {
    const policy = policyOf({ roles: ['viewer'] });
    expect(judgeMfa(['admin'], password, policy).outcome).toBe('not-required');
    expect(judgeMfa(['viewer'], password, policy).outcome).toBe('missing');
  });

  it('binds nobody when it is switched off', () => {
    const policy = policyOf({ required: false });
    expect(judgeMfa(['admin'], password, policy).outcome).toBe('not-required');
  });

  it('is refused when it names a role that does not exist', () => {
    expect(() => policyOf({ roles: ['admin', 'root'] })).toThrow(
      'flyloft.signIn.mfa.roles names root, which is no role',
    );
  });
});
