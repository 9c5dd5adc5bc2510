import {
  guestReadPermission,
  type Summary,
} from '@flyloft/plugin-inventory-common';
import { Distribution, type Answer } from '@flyloft/ui-kit';
import { HomeSection } from '../home/HomeSection';
import { listWhere, where } from '../paths';

const names: Record<string, string> = {
  linux: 'Linux',
  windows: 'Windows',
  bsd: 'BSD',
  solaris: 'Solaris',
  other: 'other',
};

/** How the guests are spread over families of operating systems. */
export function OsFamilies(props: { summary: Answer<Summary> }) {
  return (
    <HomeSection
      title="Operating systems"
      what="guests"
      permission={guestReadPermission.name}
      answer={props.summary}
    >
      {({ byOsFamily }) => (
        <Distribution
          label="Guests by family of operating systems"
          parts={byOsFamily.map(({ value, count }) => ({
            key: value,
            label: names[value] ?? value,
            count,
            href: listWhere('guests', [
              value === 'unknown'
                ? where('osFamily', 'empty')
                : where('osFamily', 'eq', value),
            ]),
          }))}
        />
      )}
    </HomeSection>
  );
}
