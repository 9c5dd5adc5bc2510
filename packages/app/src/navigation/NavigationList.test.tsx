import { infrastructureReadPermission } from '@flyloft/plugin-inventory-common';
import { render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import { navigation, shownSections } from './navigation';
import { NavigationList, type Counts } from './NavigationList';

function renderAt(
  path: string,
  options: { rights?: Array<[string, boolean]>; counts?: Counts } = {},
) {
  const rights = options.rights ?? [[infrastructureReadPermission.name, true]];
  render(
    <MemoryRouter
      future={{ v7_startTransition: false, v7_relativeSplatPath: false }}
    >
      <NavigationList
        sections={shownSections(navigation, new Map(rights))}
        counts={options.counts ?? {}}
        path={path}
      />
    </MemoryRouter>,
  );
}

const current = () =>
  screen
    .getAllByRole('link')
    .filter(link => link.hasAttribute('aria-current'))
    .map(link => [link.textContent, link.getAttribute('aria-current')]);

describe('the list of ways to go', () => {
  it('marks the page one is on, and the list a thing belongs to', () => {
    renderAt('/inventory/guests');
    expect(current()).toEqual([['Guests', 'page']]);
  });

  it('marks the list when one is on one of its things', () => {
    renderAt('/inventory/guests/0b6c');
    expect(current()).toEqual([['Guests', 'true']]);
  });

  it('says in words what waits, and nothing when nothing does', () => {
    renderAt('/', { counts: { heldSyncs: 2 } });
    expect(
      screen.getByRole('link', { name: /2 held syncs wait for you/ }),
    ).toHaveAttribute('href', '/inventory/sync');
  });

  it('says nothing when nothing waits', () => {
    renderAt('/', { counts: { heldSyncs: 0 } });
    expect(screen.getByRole('link', { name: 'Sync' })).toBeInTheDocument();
  });

  it('offers no way that is not known to be open', () => {
    renderAt('/', { rights: [] });
    expect(screen.queryByRole('link', { name: 'Hosts' })).toBeNull();
    expect(screen.getByRole('link', { name: 'Guests' })).toBeInTheDocument();
  });
});
