import { useEffect, type RefObject } from 'react';

/**
 * Scrolls a list so far that the entry one is at lies in it: on a low window
 * the last entries are below the fold. `scrollIntoView` would do it too, but
 * moves the place from which the next Tab goes on.
 */
export function useCurrentInSight(
  list: RefObject<HTMLElement | null>,
  path: string,
): void {
  useEffect(() => {
    const entry = list.current?.querySelector('[aria-current]');
    if (!list.current || !entry) return;
    const room = list.current.getBoundingClientRect();
    const place = entry.getBoundingClientRect();
    const below = place.bottom - room.bottom;
    const above = room.top - place.top;
    if (below > 0) list.current.scrollTop += below;
    else if (above > 0) list.current.scrollTop -= above;
  }, [list, path]);
}
