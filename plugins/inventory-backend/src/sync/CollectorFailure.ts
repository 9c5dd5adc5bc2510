/**
 * What a collector threw. Its words are for the people who run the platform:
 * `pve-west does not answer`, `the token was refused`.
 */
export class CollectorFailure extends Error {
  constructor(readonly thrown: unknown) {
    super(thrown instanceof Error ? thrown.message : String(thrown));
    this.name = 'CollectorFailure';
  }
}
