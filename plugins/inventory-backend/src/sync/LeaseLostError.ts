/**
 * The run is no longer this process's: another replica took it for dead.
 * Nothing may be written for it any more, not even its failure.
 */
export class LeaseLostError extends Error {
  constructor(runId: string) {
    super(`Sync run ${runId} is no longer this process's`);
    this.name = 'LeaseLostError';
  }
}
