/** One question to Vault. */
export interface VaultCall {
  method: 'GET' | 'POST' | 'DELETE';
  /** After `/v1/`. */
  path: string;
  body?: object;
  /** Left out for a sign-in. */
  token?: string;
}
