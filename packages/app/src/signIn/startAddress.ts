/**
 * The address that begins a sign-in. After a refusal it asks the identity
 * provider to show its form even to somebody it already knows: otherwise the
 * same person would be refused again, for the same reason.
 */
export function startAddress(options: {
  authBaseUrl: string;
  environment: string;
  scopes: readonly string[];
  /** Where the browser is to come back to. */
  returnTo: string;
  afterRefusal: boolean;
}): string {
  const query = new URLSearchParams({
    scope: options.scopes.join(' '),
    origin: new URL(options.returnTo).origin,
    redirectUrl: withoutError(options.returnTo),
    flow: 'redirect',
    env: options.environment,
    ...(options.afterRefusal && { prompt: 'login' }),
  });
  return `${options.authBaseUrl}/oidc/start?${query}`;
}

/** An address without the error that the sign-in left in it. */
export function withoutError(address: string): string {
  const url = new URL(address);
  url.searchParams.delete('error');
  return url.href;
}
