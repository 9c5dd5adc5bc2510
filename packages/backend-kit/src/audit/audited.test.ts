import type { AuditorServiceCreateEventOptions } from '@backstage/backend-plugin-api';
import { audited } from './audited';

function aTrail() {
  const rows: unknown[] = [];
  const createEvent = async ({
    eventId,
    severityLevel,
    meta,
  }: AuditorServiceCreateEventOptions) => {
    rows.push({ eventId, severityLevel, meta });
    return {
      success: async (end?: { meta?: object }) => {
        rows.push({ succeeded: end?.meta });
      },
      fail: async ({ error }: { error: Error }) => {
        rows.push({ failed: error.message });
      },
    };
  };
  return { rows, auditor: { createEvent } };
}

const command = {
  eventId: 'guest-edit',
  resource: { kind: 'guest', id: 'g1', name: 'web-1' },
  meta: { reason: 'moved' },
};

describe('audited', () => {
  it('records what was tried before it runs, and what came of it after', async () => {
    const { rows, auditor } = aTrail();
    const result = await audited(
      auditor,
      command,
      async () => {
        expect(rows).toHaveLength(1);
        return 'done';
      },
      done => ({ after: { state: done } }),
    );
    expect(result).toBe('done');
    expect(rows).toEqual([
      {
        eventId: 'guest-edit',
        severityLevel: 'medium',
        meta: { reason: 'moved', resource: command.resource },
      },
      { succeeded: { after: { state: 'done' } } },
    ]);
  });

  it('records a failure and lets it go on', async () => {
    const { rows, auditor } = aTrail();
    const fail = audited(auditor, command, async () => {
      throw new Error('no');
    });
    await expect(fail).rejects.toThrow('no');
    expect(rows[1]).toEqual({ failed: 'no' });
  });

  it('runs nothing when the first row cannot be written', async () => {
    const run = jest.fn();
    const createEvent = async () => {
      throw new Error('no database');
    };
    await expect(audited({ createEvent }, command, run)).rejects.toThrow(
      'no database',
    );
    expect(run).not.toHaveBeenCalled();
  });
});
