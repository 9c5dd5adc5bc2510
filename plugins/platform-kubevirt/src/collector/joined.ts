import type {
  VirtualMachine,
  VirtualMachineInstance,
} from '../wire/virtualMachine';
import type { JoinedGuest } from './guests';

/** What of the join could not be told. */
export interface JoinDoubt {
  /** Instances whose machine was not listed: one of many, by name, or null. */
  orphans: number;
  example: string | null;
}

/**
 * Joins machines with what runs of them, both in the order of their keys, so
 * that neither list is held. An instance that belongs to a machine which was
 * not listed is no guest of its own: it began or ended between two pages, or
 * the list of machines lost some.
 */
export async function* joined(
  machines: AsyncIterable<VirtualMachine>,
  instances: AsyncIterable<VirtualMachineInstance>,
  doubt: JoinDoubt,
): AsyncGenerator<JoinedGuest> {
  const running = instances[Symbol.asyncIterator]();
  try {
    let next = await running.next();
    for await (const machine of machines) {
      while (!next.done && next.value.key < machine.key) {
        yield* alone(next.value, doubt);
        next = await running.next();
      }
      if (!next.done && next.value.key === machine.key) {
        const instance = next.value;
        next = await running.next();
        const isIts = ownerOf(instance) === machine.metadata.uid;
        yield {
          key: machine.key,
          machine,
          instance: isIts ? instance : undefined,
        };
        // One of an earlier machine of that name, going.
        if (!isIts) yield* alone(instance, doubt);
      } else {
        yield { key: machine.key, machine, instance: undefined };
      }
    }
    while (!next.done) {
      yield* alone(next.value, doubt);
      next = await running.next();
    }
  } finally {
    await running.return?.();
  }
}

function ownerOf({ metadata }: VirtualMachineInstance): string | undefined {
  return metadata.ownerReferences.find(({ kind }) => kind === 'VirtualMachine')
    ?.uid;
}

function* alone(
  instance: VirtualMachineInstance,
  doubt: JoinDoubt,
): Generator<JoinedGuest> {
  if (ownerOf(instance) === undefined) {
    yield { key: instance.key, machine: undefined, instance };
    return;
  }
  doubt.orphans += 1;
  doubt.example ??= instance.key;
}
