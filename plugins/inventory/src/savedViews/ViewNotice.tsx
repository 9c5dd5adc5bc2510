import { Button } from '@backstage/ui';
import { Notice, RelativeTime, useNow } from '@flyloft/ui-kit';
import { useNavigate } from 'react-router-dom';
import type { SavedViewControls } from './useSavedViews';
import { viewSearch } from './viewState';

// So long a rename is news to whoever has the old name in a bookmark.
const newsDays = 30;

/** Says of the view in the address what is not as its link promised. */
export function ViewNotice(props: { views: SavedViewControls; what: string }) {
  const { views, what } = props;
  const { current } = views;
  const now = useNow();
  const navigate = useNavigate();
  const leave = (
    <Button size="small" variant="secondary" onPress={views.leave}>
      Understood
    </Button>
  );
  if (views.unknown) {
    return (
      <Notice tone="stale" actions={leave}>
        The view in this address does not exist, or is not shared with you: it
        narrows nothing here.
      </Notice>
    );
  }
  if (current?.deletedAt) {
    return (
      <Notice
        tone="stale"
        actions={
          <>
            <Button
              size="small"
              variant="secondary"
              onPress={() => navigate({ search: viewSearch(current.state) })}
            >
              Show what it showed
            </Button>
            {leave}
          </>
        }
      >
        The view '{current.name}' was deleted{' '}
        <RelativeTime at={current.deletedAt} />: it no longer narrows the {what}
        .
      </Notice>
    );
  }
  const renamed = current?.renamedAt
    ? now.getTime() - Date.parse(current.renamedAt)
    : Infinity;
  if (!views.byLink || renamed > newsDays * 86_400_000) return null;
  return (
    <Notice tone="info">
      The view '{current?.name}' was named '{current?.formerName}' until{' '}
      <RelativeTime at={current?.renamedAt ?? null} />.
    </Notice>
  );
}
