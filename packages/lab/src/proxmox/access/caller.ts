/** Who makes a call, and what they may do. */
export interface Caller {
  /** `user@realm`, or `user@realm!token`; empty for somebody not signed in. */
  readonly authId: string;
  /** `user@realm`, also for a token. */
  readonly userId: string;
  /** The token's name, when the caller is a token. */
  readonly tokenId: string | undefined;
  /** True for root@pam with a ticket (never for a token, not even root's). */
  readonly isRoot: boolean;
  has(path: string, privilege: string): boolean;
  /** True with at least one of the privileges on the path. */
  any(path: string, privileges: readonly string[]): boolean;
  /** True with every one of the privileges on the path. */
  all(path: string, privileges: readonly string[]): boolean;
  /** Every privilege on the path, with whether it propagates to what is below. */
  privileges(path: string): ReadonlyMap<string, boolean>;
}
