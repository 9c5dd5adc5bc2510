import {
  Button,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
} from '@backstage/ui';
import { RiArrowDownSLine } from '@remixicon/react';
import type { SavedView } from '@flyloft/plugin-inventory-common';
import { OwnerName } from '../guests/OwnerName';
import type { SavedViewControls } from './useSavedViews';

const all = 'all';

/** Chooses by which view a list is looked at. */
export function ViewMenu(props: { views: SavedViewControls; what: string }) {
  const { views, what } = props;
  const { current } = views;
  const items = views.views?.items ?? [];
  const shown = current && !current.deletedAt ? current : undefined;
  return (
    <MenuTrigger>
      <Button
        variant="secondary"
        size="small"
        iconEnd={<RiArrowDownSLine />}
        isDisabled={views.views === undefined}
      >
        {`View: ${shown?.name ?? 'All'}${views.changed ? ' (changed)' : ''}`}
      </Button>
      <Menu
        maxHeight="24rem"
        selectionMode="single"
        selectedKeys={[shown?.id ?? all]}
        onAction={key => views.show(items.find(view => view.id === key))}
      >
        <MenuItem id={all}>{`All ${what}`}</MenuItem>
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
