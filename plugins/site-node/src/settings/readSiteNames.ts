import type { SiteNames } from '@flyloft/plugin-site-common';
import type { SiteSettingsService } from './siteSettingsServiceRef';

/** What the portal calls itself, for whatever speaks in its name. */
export async function readSiteNames(
  settings: SiteSettingsService,
): Promise<SiteNames> {
  const [portal, organization] = await Promise.all([
    settings.get('flyloft.site.name'),
    settings.get('flyloft.site.organization'),
  ]);
  return { portal, organization };
}
