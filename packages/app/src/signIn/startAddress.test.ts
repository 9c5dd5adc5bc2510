import { startAddress, withoutError } from './startAddress';

describe('startAddress', () => {
  const asked = (afterRefusal: boolean) =>
    new URL(
      startAddress({
        authBaseUrl: 'http://localhost:7007/api/auth',
        environment: 'production',
        scopes: ['openid', 'groups'],
        returnTo: 'http://localhost:7007/guests?power=on&error=No+entry#top',
        afterRefusal,
      }),
    );

  it('comes back to the same page without its error', () => {
    expect(asked(false).pathname).toBe('/api/auth/oidc/start');
    expect(Object.fromEntries(asked(false).searchParams)).toEqual({
      scope: 'openid groups',
      origin: 'http://localhost:7007',
      redirectUrl: 'http://localhost:7007/guests?power=on#top',
      flow: 'redirect',
      env: 'production',
    });
  });

  it('asks for the form after a refusal', () => {
    expect(asked(true).searchParams.get('prompt')).toBe('login');
  });
});

describe('withoutError', () => {
  it('leaves an address alone that has none', () => {
    const address = 'http://localhost:7007/guests?power=on';
    expect(withoutError(address)).toBe(address);
  });
});
