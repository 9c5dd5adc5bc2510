export interface Config {
  /** The audit trail. */
  audit?: {
    /**
     * The secret that signs the chain: at least 32 characters. Without it
     * nobody can tell a chain written anew from the one that was.
     * @visibility secret
     */
    signingKey?: string;
    /**
     * Public keys (base64) of signing keys used before; `npm run audit:verify`
     * prints the present one's. Signatures by other keys are faults.
     * @visibility backend
     */
    formerKeys?: string[];
    /**
     * Events below it are logged, not kept: low, medium (if left out), high or
     * critical. Refusals and failed sign-ins are always kept.
     * @visibility backend
     */
    leastSeverity?: string;
  };
}
