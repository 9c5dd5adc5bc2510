import { act, renderHook } from '@testing-library/react';
import { useAnswer } from './useAnswer';

/** A question whose answers the test gives, in the order it wants. */
function anOracle() {
  const open: {
    resolve: (value: string) => void;
    reject: (error: Error) => void;
  }[] = [];
  const ask = jest.fn(
    (_signal: AbortSignal) =>
      new Promise<string>((resolve, reject) => open.push({ resolve, reject })),
  );
  return { ask, open };
}

describe('useAnswer', () => {
  it('keeps the last answer, marked as outdated, while the next is under way', async () => {
    const { ask, open } = anOracle();
    const { result, rerender } = renderHook(({ id }) => useAnswer(id, ask), {
      initialProps: { id: 'one' },
    });
    expect(result.current.loading).toBe(true);
    await act(async () => open[0]!.resolve('first'));
    rerender({ id: 'two' });
    expect(result.current).toMatchObject({
      data: 'first',
      outdated: true,
      loading: false,
    });
    await act(async () => open[1]!.resolve('second'));
    expect(result.current).toMatchObject({ data: 'second', outdated: false });
  });

  it('drops an answer that comes after the question changed', async () => {
    const { ask, open } = anOracle();
    const { result, rerender } = renderHook(({ id }) => useAnswer(id, ask), {
      initialProps: { id: 'one' },
    });
    rerender({ id: 'two' });
    expect(ask.mock.calls[0]![0].aborted).toBe(true);
    await act(async () => open[1]!.resolve('second'));
    await act(async () => open[0]!.resolve('late first'));
    expect(result.current.data).toBe('second');
  });

  it('keeps the data when asking again fails, and says so', async () => {
    const { ask, open } = anOracle();
    const { result } = renderHook(() => useAnswer('one', ask));
    await act(async () => open[0]!.resolve('first'));
    act(() => {
      result.current.reload();
    });
    await act(async () => open[1]!.reject(new Error('no')));
    expect(result.current.data).toBe('first');
    expect(result.current.error).toEqual(new Error('no'));
  });

  it("does not answer a new question that failed with the old one's data", async () => {
    const { ask, open } = anOracle();
    const { result, rerender } = renderHook(({ id }) => useAnswer(id, ask), {
      initialProps: { id: 'one' },
    });
    await act(async () => open[0]!.resolve('first'));
    rerender({ id: 'two' });
    await act(async () => open[1]!.reject(new Error('no')));
    expect(result.current.data).toBeUndefined();
    expect(result.current.error).toEqual(new Error('no'));
  });

  it('asks again as long as the rule says, and then no more', async () => {
    jest.useFakeTimers();
    try {
      const states = ['running', 'running', 'done'];
      const ask = jest.fn(async () => states.shift() ?? 'done');
      const { result } = renderHook(() =>
        useAnswer('run', ask, {
          refreshSeconds: state => (state === 'done' ? undefined : 1),
        }),
      );
      for (let second = 0; second < 10; second++) {
        await act(async () => {
          await jest.advanceTimersByTimeAsync(1000);
        });
      }
      expect(result.current.data).toBe('done');
      expect(ask).toHaveBeenCalledTimes(3);
    } finally {
      jest.useRealTimers();
    }
  });
});
