import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../../scripts/bootstrap/paths.mjs';
import { startThrowawayPostgres } from '../../../scripts/parts/postgres/throwaway.ts';
import { Supervisor } from '../../../scripts/parts/processes/Supervisor.ts';
import type { Bench, BenchOptions, Figure } from '../bench.ts';
import { PartProcess } from './PartProcess.ts';

/** What one bench found. */
export interface BenchReport {
  name: string;
  guests: number;
  seconds: number;
  figures: Figure[];
}

/**
 * Runs benches one after the other, on the server that the environment names
 * or on one of their own with the settings that the portal's has.
 */
export async function runBenches(
  benches: readonly Bench[],
  options: BenchOptions,
  onReport: (report: BenchReport) => void = () => {},
): Promise<BenchReport[]> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'flyloft-bench-'));
  fs.chmodSync(directory, 0o755);
  const supervisor = new Supervisor();
  const reports: BenchReport[] = [];
  try {
    const databaseUrl =
      process.env.FLYLOFT_TEST_DATABASE_URL ??
      (await startThrowawayPostgres({
        directory,
        projectRoot,
        supervise: supervisor.addTask,
      }));
    for (const bench of benches) {
      const own = path.join(directory, bench.name.replaceAll(/\W+/g, '-'));
      fs.mkdirSync(own);
      const began = performance.now();
      const ground = { projectRoot, directory: own, databaseUrl };
      const figures = await bench.run({
        ...options,
        ...ground,
        parts: {
          start: (name, input) => new PartProcess(name, input, ground),
        },
      });
      const report = {
        name: bench.name,
        guests: options.guests,
        seconds: (performance.now() - began) / 1000,
        figures,
      };
      onReport(report);
      reports.push(report);
    }
    return reports;
  } finally {
    await supervisor.stop();
    fs.rmSync(directory, { recursive: true, force: true });
  }
}
