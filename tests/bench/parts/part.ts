/**
 * What runs the portal's own code for a bench: a process of its own, since
 * that code is made of Backstage packages. It talks to the bench over IPC and
 * ends when the bench lets go of it.
 */
export interface PartInput {
  /** How many guests. */
  size: number;
  /** How often what takes long is repeated. */
  rounds: number;
}

/** Tells the bench something: one message per step of the part. */
export function tell(value: object): void {
  process.send?.({ type: 'bench', value });
}

/** Does the work of a part, then waits to be let go. */
export async function runPart(
  work: (input: PartInput) => Promise<() => Promise<void>>,
): Promise<void> {
  const released = new Promise<void>(resolve =>
    process.once('disconnect', () => resolve()),
  );
  try {
    const close = await work(JSON.parse(process.env.BENCH_INPUT ?? '{}'));
    await released;
    await close();
    process.exit(0);
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
}
