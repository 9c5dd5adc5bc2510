import { BackupPicture } from './backups';

const day = 86_400;

it('takes the newest backup of all storages', () => {
  const backups = new BackupPicture(true);
  backups.add('nas', new Map([[100, 3 * day]]));
  backups.add('pbs', new Map([[100, 5 * day]]));
  backups.add('old', new Map([[100, day]]));
  expect(backups.factsOf(100, null)).toEqual({
    lastBackupAt: '1970-01-06T00:00:00.000Z',
    lastBackupKind: 'backup',
    lastBackupSource: 'pbs',
  });
});

it('takes the newest snapshot where there is no backup', () => {
  expect(
    new BackupPicture(true).factsOf(100, [
      { name: 'a', snaptime: day },
      { name: 'b', snaptime: 2 * day },
      { name: 'current', snaptime: undefined },
    ]),
  ).toEqual({
    lastBackupAt: '1970-01-03T00:00:00.000Z',
    lastBackupKind: 'snapshot',
    lastBackupSource: 'b',
  });
});

it('says that there is none only when all was read', () => {
  const none = {
    lastBackupAt: null,
    lastBackupKind: null,
    lastBackupSource: null,
  };
  expect(new BackupPicture(true).factsOf(100, [])).toEqual(none);
  expect(new BackupPicture(true).factsOf(100, null)).toEqual({});
  expect(new BackupPicture(false).factsOf(100, [])).toEqual({});
});
