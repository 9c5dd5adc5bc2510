import { useEffect, useRef, type RefObject } from 'react';

/**
 * Scrolls a list so far that the entry one is at lies in it: on a low window
 * the last entries are below the fold. `scrollIntoView` would do it too, but
 * moves the place from which the next Tab goes on.
 */
export function useCurrentInSight(
  list: RefObject<HTMLElement | null>,
  path: string,
): void {
  const shown = useRef<string>();
  // After every render: entries come when the rights of the person are known.
  useEffect(() => {
    const entry = list.current?.querySelector('[aria-current]');
    if (!list.current || !entry || shown.current === path) return;
    shown.current = path;
    const room = list.current.getBoundingClientRect();
    const place = entry.getBoundingClientRect();
    const below = place.bottom - room.bottom;
    const above = room.top - place.top;
    if (below > 0) list.current.scrollTop += below;
    else if (above > 0) list.current.scrollTop -= above;
  });
}
