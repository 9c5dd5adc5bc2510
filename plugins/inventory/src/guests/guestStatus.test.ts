import { aGuest } from '../__testUtils__/builders';
import { guestStatus } from './guestStatus';

describe('guestStatus', () => {
  it.each([
    [{}, 'running', 'running'],
    [{ powerState: 'stopped' }, 'stopped', 'stopped'],
    [{ powerState: 'suspended' }, 'changing', 'suspended'],
    [{ powerState: 'unknown' }, 'unknown', 'unknown'],
    [{ template: true, powerState: 'stopped' }, 'stopped', 'template'],
    [{ lock: 'backup' }, 'changing', 'running, backup'],
  ] as const)('says %o as %s: %s', (part, tone, word) => {
    expect(guestStatus(aGuest(part))).toMatchObject({ tone, word });
  });

  it('never shows a remembered power state as an observed one', () => {
    for (const visibility of ['unreachable', 'deleted'] as const) {
      const status = guestStatus(aGuest({ visibility, powerState: 'running' }));
      expect(status.tone).not.toBe('running');
      expect(status.word).toBe(visibility);
    }
  });
});
