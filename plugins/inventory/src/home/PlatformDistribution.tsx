import { guestReadPermission } from '@flyloft/plugin-inventory-common';
import { Distribution } from '@flyloft/ui-kit';
import { listWhere, where } from '../paths';
import { HomeSection } from './HomeSection';
import { useSummary } from './useSummary';

/** How the guests are spread over the platforms. */
export function PlatformDistribution() {
  const summary = useSummary();
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
