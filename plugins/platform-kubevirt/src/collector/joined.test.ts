import fc from 'fast-check';
import { toInstance, toVirtualMachine } from '../wire/virtualMachine';
import { joined, type JoinDoubt } from './joined';

const machine = (name: string, uid = `m-${name}`) =>
  toVirtualMachine({ metadata: { namespace: 'ns', name, uid } });
const instance = (name: string, owner?: string) =>
  toInstance({
    metadata: {
      namespace: 'ns',
      name,
      uid: `i-${name}`,
      ownerReferences: owner
        ? [{ kind: 'VirtualMachine', name, uid: owner }]
        : [],
    },
  });

async function* inTurn<T>(items: T[]) {
  yield* items;
}

async function join(
  machines: Array<ReturnType<typeof machine>>,
  instances: Array<ReturnType<typeof instance>>,
) {
  const doubt: JoinDoubt = { orphans: 0, example: null };
  const pairs: Array<[string | null, string | null]> = [];
  for await (const guest of joined(
    inTurn(machines),
    inTurn(instances),
    doubt,
  )) {
    pairs.push([
      guest.machine?.metadata.uid ?? null,
      guest.instance?.metadata.uid ?? null,
    ]);
  }
  return { pairs, doubt };
}

it('joins by namespace, name and owner', async () => {
  const { pairs, doubt } = await join(
    [machine('a'), machine('b'), machine('d')],
    [instance('b', 'm-b'), instance('c'), instance('d', 'm-d')],
  );
  expect(pairs).toEqual([
    ['m-a', null],
    ['m-b', 'i-b'],
    [null, 'i-c'],
    ['m-d', 'i-d'],
  ]);
  expect(doubt).toEqual({ orphans: 0, example: null });
});

it('takes an instance whose machine was not listed for no guest, and says so', async () => {
  const { pairs, doubt } = await join(
    [machine('b')],
    [instance('a', 'm-a'), instance('z', 'm-z')],
  );
  expect(pairs).toEqual([['m-b', null]]);
  expect(doubt).toEqual({ orphans: 2, example: 'ns/a' });
});

it('does not give a machine the instance of an earlier one of its name', async () => {
  const { pairs, doubt } = await join(
    [machine('a', 'new')],
    [instance('a', 'old')],
  );
  expect(pairs).toEqual([['new', null]]);
  expect(doubt.orphans).toBe(1);
});

it('yields every machine once and every instance at most once, whatever there is', async () => {
  const names = fc
    .uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/))
    .map(each => each.sort());
  await fc.assert(
    fc.asyncProperty(names, names, async (machines, instances) => {
      const { pairs, doubt } = await join(
        machines.map(name => machine(name)),
        instances.map(name => instance(name, `m-${name}`)),
      );
      const both = instances.filter(name => machines.includes(name));
      expect(pairs.map(([uid]) => uid)).toEqual(
        machines.map(name => `m-${name}`),
      );
      expect(pairs.flatMap(([, uid]) => uid ?? [])).toEqual(
        both.map(name => `i-${name}`),
      );
      expect(doubt.orphans).toBe(instances.length - both.length);
    }),
  );
});
