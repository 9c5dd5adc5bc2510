import type { Bench } from './bench.ts';
import { bulkEditBench } from './bulkEdit/bulkEditBench.ts';
import { catalogBench } from './catalog/catalogBench.ts';
import { csvBench } from './csv/csvBench.ts';
import { guestListBench } from './guestList/guestListBench.ts';
import { platformsBench } from './platforms/platformsBench.ts';
import { startBench } from './start/startBench.ts';
import { syncBench } from './sync/syncBench.ts';

/** Every bench, in the order in which they run. */
export const benches: readonly Bench[] = [
  syncBench,
  platformsBench,
  guestListBench,
  csvBench,
  bulkEditBench,
  catalogBench,
  startBench,
];
