/*
 * What runs the portal's own code for a bench: a process of its own, since
 * that code is made of Backstage packages. It talks to the bench over IPC and
 * ends when the bench lets go of it.
 */

/** How a part is to measure. */
export interface PartInput {
  /** How many guests. */
  guests: number;
  /** How often what takes long is repeated. */
  rounds: number;
}

/** Tells the bench something: one message per step of the part. */
export function tell(value: object): void {
  process.send?.({ type: 'bench', value });
}

/**
 * Does the work of a part and waits to be let go; what the work gives back
 * then cleans up. Let go in the middle, it just ends.
 */
export async function runPart<Input extends object = PartInput>(
  work: (input: Input) => Promise<() => Promise<void>>,
): Promise<void> {
  let working = true;
  const released = new Promise<void>(resolve =>
    process.once('disconnect', () => (working ? process.exit(1) : resolve())),
  );
  try {
    const close = await work(JSON.parse(process.env.BENCH_INPUT ?? '{}'));
    working = false;
    process.send?.({ type: 'bench' });
    await released;
    await close();
    process.exit(0);
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
}
