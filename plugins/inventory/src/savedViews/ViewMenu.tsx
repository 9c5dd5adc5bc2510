import type { Key } from 'react';
import {
  Button,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
} from '@backstage/ui';
import { RiArrowDownSLine } from '@remixicon/react';
import type { SavedView, ViewState } from '@flyloft/plugin-inventory-common';
import { formatCount } from '@flyloft/ui-kit';
import { OwnerName } from '../guests/OwnerName';
import type { SavedViewControls } from './useSavedViews';
import { showsTheSame, viewStateOf } from './viewState';

const all = 'all';

/** A view that everybody has: what waits to be done in a list. */
export interface Worklist {
  id: string;
  name: string;
  /** How many there are; undefined while that is not known. */
  count: number | undefined;
  state: ViewState;
}

/** Chooses by which view a list is looked at. */
export function ViewMenu(props: {
  views: SavedViewControls;
  what: string;
  worklists: readonly Worklist[];
}) {
  const { views, what, worklists } = props;
  const { current } = views;
  const items = views.views?.items ?? [];
  const shown = current && !current.deletedAt ? current : undefined;
  const worklist = shown
    ? undefined
    : worklists.find(one => showsTheSame(one.state, viewStateOf(views.state)));
  const choose = (key: Key) => {
    const chosen = worklists.find(one => one.id === key);
    if (chosen) views.showState(chosen.state);
    else views.show(items.find(view => view.id === key));
  };
  return (
    <MenuTrigger>
      <Button
        variant="secondary"
        size="small"
        iconEnd={<RiArrowDownSLine />}
        isDisabled={views.views === undefined}
      >
        {`View: ${shown?.name ?? worklist?.name ?? 'All'}${views.changed ? ' (changed)' : ''}`}
      </Button>
      <Menu
        maxHeight="24rem"
        selectionMode="single"
        selectedKeys={[shown?.id ?? worklist?.id ?? all]}
        onAction={choose}
      >
        <MenuItem id={all}>{`All ${what}`}</MenuItem>
        {worklists.length > 0 && (
          <MenuSection title="To be done">
            {worklists.map(({ id, name, count }) => (
              <MenuItem key={id} id={id} textValue={name}>
                {count === undefined ? name : `${name} · ${formatCount(count)}`}
              </MenuItem>
            ))}
          </MenuSection>
        )}
        {section(
          'Yours',
          items.filter(view => view.own),
        )}
        {section(
          'Shared with you',
          items.filter(view => !view.own),
        )}
      </Menu>
    </MenuTrigger>
  );
}

// The menu's parts are read as they are written: no component in between.
function section(title: string, views: SavedView[]) {
  if (views.length === 0) return null;
  return (
    <MenuSection title={title}>
      {views.map(view => (
        <MenuItem key={view.id} id={view.id} textValue={view.name}>
          {view.name}
          {!view.own && (
            <>
              {' · '}
              <OwnerName ownerRef={view.ownerRef} />
            </>
          )}
        </MenuItem>
      ))}
    </MenuSection>
  );
}
