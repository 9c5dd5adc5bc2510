import { useEffect } from 'react';
import { discoveryApiRef, useApi } from '@backstage/frontend-plugin-api';
import { siteNamesSchema, type SiteNames } from '@flyloft/plugin-site-common';
import { tellSiteNames, useSiteNames } from '@flyloft/ui-kit';

/**
 * Asks once what the portal calls itself, also before anybody signs in. The
 * name of the last visit stands until it is known, and where it can't be.
 */
export function useLoadedNames(): SiteNames {
  const discovery = useApi(discoveryApiRef);
  useEffect(() => {
    const end = new AbortController();
    const signal = AbortSignal.any([end.signal, AbortSignal.timeout(5_000)]);
    read(discovery, signal)
      .then(names => names && tellSiteNames(names))
      // Only how it looks hangs on it: no page is withheld for that.
      .catch(() => {});
    return () => end.abort();
  }, [discovery]);
  return useSiteNames();
}

async function read(
  discovery: { getBaseUrl(pluginId: string): Promise<string> },
  signal: AbortSignal,
): Promise<SiteNames | undefined> {
  // Without a token: it may be that there is none yet.
  const answer = await fetch(`${await discovery.getBaseUrl('site')}/names`, {
    signal,
  });
  return answer.ok ? siteNamesSchema.parse(await answer.json()) : undefined;
}
