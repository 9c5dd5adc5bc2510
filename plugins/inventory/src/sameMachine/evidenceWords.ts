import type {
  MachineEvidenceKind,
  MachinePair,
  MachineVerdict,
} from '@flyloft/plugin-inventory-common';
import type { StatusTone } from '@flyloft/ui-kit';

const kinds: Record<MachineEvidenceKind, string> = {
  biosUuid: 'BIOS UUID',
  macAddress: 'MAC',
  address: 'address',
  name: 'name',
};

/** What two guests have in common: `BIOS UUID 4d3c…, MAC bc:24:…`. */
export function evidenceWords({
  evidence,
}: Pick<MachinePair, 'evidence'>): string {
  return evidenceLines({ evidence }).join(', ') || 'nothing any more';
}

const order = Object.keys(kinds);

/** The same one by one, what proves most first. */
export const evidenceLines = ({
  evidence,
}: Pick<MachinePair, 'evidence'>): string[] =>
  [...evidence]
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
    .map(({ kind, value }) => `${kinds[kind]} ${value}`);

/** A verdict in words, with the tone of its dot. */
export const verdictWords: Record<
  MachineVerdict,
  { word: string; tone: StatusTone }
> = {
  undecided: { word: 'to decide', tone: 'changing' },
  same: { word: 'same machine', tone: 'running' },
  different: { word: 'different machines', tone: 'stopped' },
};
