import {
  guestReadPermission,
  powerStates,
  type Guest,
  type Summary,
} from '@flyloft/plugin-inventory-common';
import { Distribution, type Answer } from '@flyloft/ui-kit';
import { GuestStatusBadge } from '../guests/GuestStatusBadge';
import { listWhere, where } from '../paths';
import { HomeSection } from './HomeSection';
import { useSummary } from './useSummary';

/** How many guests run, stand still, or are unknown. */
export function PowerDistribution() {
  return <PowerOf summary={useSummary()} />;
}

/** The same, of figures that were asked already. */
export function PowerOf({ summary }: { summary: Answer<Summary> }) {
  return (
    <HomeSection
      title="Power"
      what="guests"
      permission={guestReadPermission.name}
      answer={summary}
    >
      {({ byPowerState }) => (
        <Distribution
          label="Guests by power state"
          parts={powerStates
            .map(state => ({
              state,
              count:
                byPowerState.find(part => part.value === state)?.count ?? 0,
            }))
            .filter(({ state, count }) => count > 0 || state === 'running')
            .map(({ state, count }) => ({
              key: state,
              label: <PowerWord state={state} />,
              count,
              href: listWhere('guests', [where('powerState', 'eq', state)]),
            }))}
        />
      )}
    </HomeSection>
  );
}

function PowerWord({ state }: { state: Guest['powerState'] }) {
  return (
    <GuestStatusBadge guest={{ powerState: state, visibility: 'visible' }} />
  );
}
