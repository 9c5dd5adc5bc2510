import fc from 'fast-check';
import { parseUpid, taskEvidence } from './tasks';

it('reads a task’s id, also after 497 days and with a token', () => {
  expect(
    parseUpid(
      'UPID:pve-w1:0000C3A1:1A2B3C4D5:6720F1A0:qmdestroy:100:flyloft@pve!portal:',
    ),
  ).toEqual({
    node: 'pve-w1',
    startedAtSeconds: 0x6720f1a0,
    type: 'qmdestroy',
    id: '100',
    user: 'flyloft@pve!portal',
  });
});

it.each([
  'UPID:pve:0000C3A1:1A2B3C4D:6720F1A0:qmstart:100:root@pam',
  'UPID:pve:C3A1:1A2B3C4D:6720F1A0:qmstart:100:root@pam:',
  'pve:0000C3A1',
  '',
])('takes %p for no task', text => {
  expect(parseUpid(text)).toBeNull();
});

it('reads any text without throwing', () => {
  fc.assert(
    fc.property(fc.string(), text => {
      expect(() => parseUpid(text)).not.toThrow();
    }),
  );
});

const since = new Date('2026-01-01T00:00:00Z');
const seconds = since.getTime() / 1000;
const task = (type: string, change: object = {}) => ({
  upid: undefined,
  node: 'pve',
  type,
  id: '100',
  status: 'OK',
  starttime: seconds + 100,
  endtime: seconds + 110,
  ...change,
});

describe('what became of an id', () => {
  it.each([
    ['qmdestroy', { destroyed: true, restored: false }],
    ['vzdestroy', { destroyed: true, restored: false }],
    ['qmcreate', { destroyed: true, restored: false }],
    ['qmrestore', { destroyed: false, restored: true }],
    ['vzrestore', { destroyed: false, restored: true }],
  ])('%s says %p', (type, expected) => {
    expect(taskEvidence([task(type)], since).get('100')).toEqual(expected);
  });

  it('adds up what several tasks say', () => {
    const tasks = [task('qmdestroy'), task('qmrestore')];
    expect(taskEvidence(tasks, since).get('100')).toEqual({
      destroyed: true,
      restored: true,
    });
  });

  it.each([
    ['one that failed', task('qmdestroy', { status: 'can’t lock file' })],
    ['one that still runs', task('qmdestroy', { status: undefined })],
    [
      'one before the last run',
      task('qmdestroy', { starttime: seconds - 60, endtime: seconds - 50 }),
    ],
    [
      'a guest made while the last run began',
      task('qmcreate', { starttime: seconds + 5 }),
    ],
    ['a start', task('qmstart')],
    ['a task of no guest', task('qmdestroy', { id: '100@local' })],
  ])('learns nothing from %s', (_, each) => {
    expect(taskEvidence([each], since).size).toBe(0);
  });

  it('counts a task with warnings as done, and one that ended since', () => {
    const long = task('qmrestore', {
      status: 'WARNINGS: 2',
      starttime: seconds - 500,
      endtime: seconds + 1,
    });
    expect(taskEvidence([long], since).get('100')?.restored).toBe(true);
  });

  it('reads type, id and start from the task’s id alone', () => {
    const hex = (seconds + 100).toString(16).toUpperCase().padStart(8, '0');
    const bare = {
      upid: `UPID:pve:0000C3A1:1A2B3C4D:${hex}:vzdestroy:205:root@pam:`,
      node: undefined,
      type: undefined,
      id: undefined,
      status: 'OK',
      starttime: undefined,
      endtime: undefined,
    };
    expect(taskEvidence([bare], since).get('205')?.destroyed).toBe(true);
  });
});
