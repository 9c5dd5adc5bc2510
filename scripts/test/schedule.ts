/**
 * Runs jobs side by side as the cores allow, in their order: the first one
 * that fits goes next. One that wants more than there is runs alone.
 */
export async function schedule<T extends { cores: number }, R>(
  jobs: T[],
  cores: number,
  run: (job: T) => Promise<R>,
): Promise<R[]> {
  const waiting = jobs.map((job, index) => ({ job, index }));
  const results: R[] = [];
  const running = new Set<Promise<void>>();
  let free = cores;
  const weight = (job: T) => Math.min(job.cores, cores);
  while (waiting.length > 0 || running.size > 0) {
    const next = waiting.findIndex(({ job }) => weight(job) <= free);
    if (next === -1) {
      await Promise.race(running);
      continue;
    }
    const [{ job, index }] = waiting.splice(next, 1) as [
      { job: T; index: number },
    ];
    free -= weight(job);
    const done: Promise<void> = run(job)
      .then(result => {
        results[index] = result;
      })
      .finally(() => {
        free += weight(job);
        running.delete(done);
      });
    running.add(done);
  }
  return results;
}
