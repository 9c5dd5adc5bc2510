import {
  guestReadPermission,
  type Summary,
} from '@flyloft/plugin-inventory-common';
import { Distribution, type Answer } from '@flyloft/ui-kit';
import { listWhere, where } from '../paths';
import { HomeSection } from './HomeSection';
import { useSummary } from './useSummary';

/** How the guests are spread over the platforms. */
export function PlatformDistribution() {
  return <PlatformsOf summary={useSummary()} />;
}

/** The same, of figures that were asked already. */
export function PlatformsOf({ summary }: { summary: Answer<Summary> }) {
  return (
    <HomeSection
      title="Guests by platform"
      what="guests"
      permission={guestReadPermission.name}
      answer={summary}
    >
      {({ byPlatform, freshness }) => {
        const titles = new Map(
          freshness.platforms.map(platform => [
            platform.platformId,
            platform.title,
          ]),
        );
        return (
          <Distribution
            label="Guests by platform"
            parts={byPlatform.map(part => ({
              key: part.value,
              label: titles.get(part.value) ?? part.value,
              count: part.count,
              href: listWhere('guests', [
                where('platformId', 'eq', part.value),
              ]),
            }))}
          />
        );
      }}
    </HomeSection>
  );
}
