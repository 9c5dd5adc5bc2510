import { startAddress, withoutError } from './startAddress';

describe('startAddress', () => {
  it('asks for the form, and comes back to the same page without its error', () => {
    const address = new URL(
      startAddress({
        authBaseUrl: 'http://localhost:7007/api/auth',
        environment: 'production',
        scopes: ['openid', 'groups'],
        returnTo: 'http://localhost:7007/guests?power=on&error=No+entry#top',
      }),
    );
    expect(address.pathname).toBe('/api/auth/oidc/start');
    expect(Object.fromEntries(address.searchParams)).toEqual({
      scope: 'openid groups',
      origin: 'http://localhost:7007',
      redirectUrl: 'http://localhost:7007/guests?power=on#top',
      flow: 'redirect',
      env: 'production',
      prompt: 'login',
    });
  });
});

describe('withoutError', () => {
  it('leaves an address alone that has none', () => {
    const address = 'http://localhost:7007/guests?power=on';
    expect(withoutError(address)).toBe(address);
  });
});
