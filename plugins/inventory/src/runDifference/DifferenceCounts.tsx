import {
  differenceOutcomes,
  type RunDifference,
} from '@flyloft/plugin-inventory-common';
import { FactTable, formatCount, Section } from '@flyloft/ui-kit';
import { fieldLabel } from '../changes/changeWords';
import { outcomeWords } from './outcomeWords';

/** How many things of each kind came, went or changed, and in what. */
export function DifferenceCounts({
  difference,
}: {
  difference: RunDifference;
}) {
  const kinds = [...new Set(difference.counts.map(({ kind }) => kind))];
  const countOf = (kind: string, outcome: string) =>
    difference.counts.find(one => one.kind === kind && one.outcome === outcome)
      ?.count ?? 0;
  return (
    <>
      <Section title="Figures">
        <FactTable label="Figures">
          <thead>
            <tr>
              <th scope="col">Kind</th>
              {differenceOutcomes.map(outcome => (
                <th key={outcome} scope="col" data-align="end">
                  {outcomeWords[outcome]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {kinds.map(kind => (
              <tr key={kind}>
                <td>{`${kind}s`}</td>
                {differenceOutcomes.map(outcome => (
                  <td key={outcome} data-align="end">
                    {formatCount(countOf(kind, outcome))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </FactTable>
      </Section>
      {difference.fields.length > 0 && (
        <Section title="Changed, by field">
          <FactTable label="Changed, by field">
            <thead>
              <tr>
                <th scope="col">Field</th>
                <th scope="col">Of</th>
                <th scope="col" data-align="end">
                  Things
                </th>
              </tr>
            </thead>
            <tbody>
              {difference.fields.map(({ kind, field, count }) => (
                <tr key={`${kind} ${field}`}>
                  <td>{fieldLabel(field, kind)}</td>
                  <td>{`${kind}s`}</td>
                  <td data-align="end">{formatCount(count)}</td>
                </tr>
              ))}
            </tbody>
          </FactTable>
        </Section>
      )}
    </>
  );
}
