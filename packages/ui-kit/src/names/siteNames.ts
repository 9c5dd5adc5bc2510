import { useEffect, useSyncExternalStore } from 'react';

/** What the portal calls itself, and whose it is; empty where nobody said. */
export interface SiteNames {
  portal: string;
  organization: string;
}

const usual: SiteNames = { portal: 'Flyloft', organization: '' };
const storageKey = 'flyloft-names';

let names = remembered();
const listeners = new Set<() => void>();

/** Takes the names that the backend said; all of the page follows. */
export function tellSiteNames(told: SiteNames): void {
  const { portal, organization } = told;
  if (portal === names.portal && organization === names.organization) return;
  names = { portal, organization };
  try {
    localStorage.setItem(storageKey, JSON.stringify(names));
  } catch {
    // Without storage the next page begins with the usual name for a moment.
  }
  listeners.forEach(listener => listener());
}

/** The names as last told; those of the last visit until then. */
export function useSiteNames(): SiteNames {
  return useSyncExternalStore(subscribe, () => names);
}

/**
 * Titles the browser's tab: the page, and what the portal calls itself. Says
 * nothing without a title, which is then that of a part within.
 */
export function useDocumentTitle(title: string | undefined): void {
  const { portal } = useSiteNames();
  useEffect(() => {
    if (title === undefined) return undefined;
    const before = document.title;
    document.title = `${title} · ${portal}`;
    return () => {
      document.title = before;
    };
  }, [title, portal]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function remembered(): SiteNames {
  try {
    const { portal, organization } = JSON.parse(
      localStorage.getItem(storageKey) ?? '{}',
    ) as Partial<SiteNames>;
    return typeof portal === 'string' && typeof organization === 'string'
      ? { portal, organization }
      : usual;
  } catch {
    return usual;
  }
}
