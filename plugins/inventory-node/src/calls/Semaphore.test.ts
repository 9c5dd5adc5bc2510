import { Semaphore } from './Semaphore';

const never = new AbortController().signal;

it('lets no more in than it has places, in the order they came', async () => {
  const semaphore = new Semaphore(2);
  const order: number[] = [];
  let inside = 0;
  let most = 0;
  await Promise.all(
    [0, 1, 2, 3, 4, 5].map(number =>
      semaphore.run(never, async () => {
        order.push(number);
        inside += 1;
        most = Math.max(most, inside);
        await new Promise(setImmediate);
        inside -= 1;
      }),
    ),
  );
  expect(most).toBe(2);
  expect(order).toEqual([0, 1, 2, 3, 4, 5]);
  expect(semaphore.load).toBe(0);
});

it('gives the place back when a task fails', async () => {
  const semaphore = new Semaphore(1);
  await expect(
    semaphore.run(never, async () => {
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  await expect(semaphore.run(never, async () => 'yes')).resolves.toBe('yes');
});

it('lets who is called away leave the queue, and nobody else', async () => {
  const semaphore = new Semaphore(1);
  const away = new AbortController();
  let open = () => {};
  const first = semaphore.run(never, () => new Promise<void>(r => (open = r)));
  const second = semaphore.run(away.signal, async () => 'second');
  const third = semaphore.run(never, async () => 'third');
  away.abort(new Error('called away'));
  await expect(second).rejects.toThrow('called away');
  open();
  await first;
  await expect(third).resolves.toBe('third');
  await expect(semaphore.run(away.signal, async () => 'late')).rejects.toThrow(
    'called away',
  );
});
