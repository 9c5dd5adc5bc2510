/**
 * Measures the portal: `node tests/bench/main.ts [--size 100000] [--small]
 * [--only sync] [--rounds 3] [--json file]`. Prints medians, ratios and goals; it judges
 * nothing, since a slow machine is no fault of the portal.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { benches } from './benches.ts';
import { printReport } from './running/printReport.ts';
import { runBenches } from './running/runBenches.ts';
import { sizes } from './sizes.ts';

const { values } = parseArgs({
  options: {
    size: { type: 'string' },
    small: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    rounds: { type: 'string' },
    json: {
      type: 'string',
      default: path.join(import.meta.dirname, 'output/bench.json'),
    },
  },
});
const usual = values.small ? sizes.small : sizes.full;
const chosen = benches.filter(
  ({ name }) => values.only?.includes(name) ?? true,
);
if (chosen.length === 0) {
  throw new Error(
    `There is no such bench; there are: ${benches.map(({ name }) => name).join(', ')}`,
  );
}
const reports = await runBenches(
  chosen,
  {
    ...usual,
    guests: wholeNumber(values.size) ?? usual.guests,
    rounds: wholeNumber(values.rounds) ?? usual.rounds,
  },
  report => process.stdout.write(`${printReport(report)}\n`),
);
fs.mkdirSync(path.dirname(values.json), { recursive: true });
fs.writeFileSync(values.json, `${JSON.stringify(reports, null, 2)}\n`);

function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`'${text}' is not a whole number above 0`);
}
