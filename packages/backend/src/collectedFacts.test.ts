import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  facts,
  type CollectedFacts,
  type Fact,
  type FactAnswer,
} from '@flyloft/plugin-inventory-node';
import { collectedFacts as kubevirt } from '@flyloft/plugin-platform-kubevirt';
import { collectedFacts as nutanix } from '@flyloft/plugin-platform-nutanix';
import { collectedFacts as proxmox } from '@flyloft/plugin-platform-proxmox';
import { collectedFacts as vsphere } from '@flyloft/plugin-platform-vsphere';

const file = resolve(__dirname, '../../../docs/concepts/collected-facts.md');

const platforms: Record<string, CollectedFacts> = {
  'Proxmox VE': proxmox,
  'VMware vSphere': vsphere,
  'Nutanix AHV': nutanix,
  KubeVirt: kubevirt,
};

const things: Record<keyof typeof facts, string> = {
  guest: 'Guests',
  nic: 'Their network interfaces',
  disk: 'Their disks',
  host: 'Hosts',
  cluster: 'Clusters',
  network: 'Networks',
  storage: 'Storages',
  image: 'Images',
};

const said = (answer: FactAnswer) =>
  answer === 'yes' ? 'yes' : `no: ${answer.no}`;

/** A table as Prettier leaves it. */
function table(rows: string[][]): string {
  const widths = rows[0].map((_, column) =>
    Math.max(...rows.map(row => row[column].length)),
  );
  const line = (cells: string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`;
  const [head, ...body] = rows;
  const rule = widths.map(width => '-'.repeat(width));
  return [line(head), line(rule), ...body.map(line)].join('\n');
}

function document(): string {
  const sections = Object.entries(facts).map(([thing, labels]) => {
    const rows = Object.entries(labels).map(([name, label]) => [
      label,
      ...Object.values(platforms).map(answers =>
        said(answers[`${thing}.${name}` as Fact]),
      ),
    ]);
    return [
      `## ${things[thing as keyof typeof facts]}`,
      table([['fact', ...Object.keys(platforms)], ...rows]),
    ].join('\n\n');
  });
  return [
    '# What is collected, by platform',
    'Made by a test from what each platform answers for itself; `FLYLOFT_WRITE_REPORTS=1` with that test\n(`packages/backend/src/collectedFacts.test.ts`) writes it anew. What is not collected has its reason.',
    ...sections,
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

test('the table of collected facts is what the platforms answer', async () => {
  const current = document();
  if (process.env.FLYLOFT_WRITE_REPORTS) await writeFile(file, current);
  expect(await readFile(file, 'utf8')).toBe(current);
});

test.each(Object.entries(platforms))(
  'every fact that %s does not collect has a reason',
  (_, answers) => {
    for (const answer of Object.values(answers)) {
      if (answer !== 'yes') expect(answer.no.trim()).not.toBe('');
    }
  },
);
