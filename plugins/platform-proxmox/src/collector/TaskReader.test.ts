import { mockServices } from '@backstage/backend-test-utils';
import type { ClusterClient } from '../client/ClusterClient';
import { ProxmoxError } from '../client/ProxmoxError';
import { tasksSchema } from '../wire/tasks';
import { cutShort, readTaskEvidence } from './TaskReader';

const since = new Date('2026-01-01T00:00:00Z');
const seconds = since.getTime() / 1000;
const tasks = (node: string, count: number, first: number, type = 'vncproxy') =>
  tasksSchema.parse(
    Array.from({ length: count }, (_, index) => ({
      node,
      type,
      id: '100',
      status: 'OK',
      starttime: first + index,
      endtime: first + index,
    })),
  );
const run = {
  since,
  signal: AbortSignal.timeout(5_000),
  logger: mockServices.logger.mock(),
};

it('knows whose part of the list does not reach back to the last run', () => {
  expect(
    cutShort(
      [
        ...tasks('busy', 25, seconds + 10),
        ...tasks('reaches', 25, seconds - 5),
        ...tasks('quiet', 3, seconds + 10),
      ],
      since,
    ),
  ).toEqual(['busy']);
});

it('asks a busy node for the rest of its tasks', async () => {
  const nodeTasks = jest.fn(async () =>
    tasks('busy', 1, seconds + 1, 'qmdestroy'),
  );
  const cluster = {
    recentTasks: async () => tasks('busy', 25, seconds + 10),
    nodeTasks,
  };
  const evidence = await readTaskEvidence(
    cluster as unknown as ClusterClient,
    run,
  );
  expect(nodeTasks).toHaveBeenCalledWith('busy', since, run.signal);
  expect(evidence.get('100')?.destroyed).toBe(true);
});

it('asks nothing before the first run', async () => {
  const evidence = await readTaskEvidence({} as ClusterClient, {
    ...run,
    since: null,
  });
  expect(evidence.size).toBe(0);
});

it('does without the log where it can’t be read, but not without a token', async () => {
  const failing = (failure: ProxmoxError['failure']) =>
    ({
      recentTasks: async () => {
        throw new ProxmoxError(failure, {
          call: 'GET /cluster/tasks',
          reason: 'no',
        });
      },
    }) as unknown as ClusterClient;
  expect((await readTaskEvidence(failing('unavailable'), run)).size).toBe(0);
  expect(run.logger.warn).toHaveBeenCalled();
  await expect(
    readTaskEvidence(failing('unauthenticated'), run),
  ).rejects.toThrow('no');
});
