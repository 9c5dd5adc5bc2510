import {
  startLabProcess,
  type LabProcess,
  type LabProcessOptions,
} from './labProcess';

/** What a test may do with the lab of its file. */
export type Lab = Pick<
  LabProcess,
  'cluster' | 'estate' | 'control' | 'fault' | 'guest'
>;

/**
 * The lab of a test file: up before the first test, without faults after each,
 * gone after the last. Called once at the top of the file.
 */
export function aLab(options: LabProcessOptions = {}): Lab {
  // Real sockets, on a machine that may be busy.
  jest.setTimeout(60_000);
  let started: LabProcess | undefined;
  const lab = () => {
    if (!started) throw new Error('The lab is up in tests only');
    return started;
  };
  beforeAll(async () => {
    started = await startLabProcess(options);
  }, 90_000);
  afterEach(async () => {
    await started?.control('DELETE', '/faults');
  });
  afterAll(() => started?.stop());

  return {
    cluster: id => lab().cluster(id),
    estate: id => lab().estate(id),
    control: (method, path, body) => lab().control(method, path, body),
    fault: fault => lab().fault(fault),
    guest: command => lab().guest(command),
  };
}
