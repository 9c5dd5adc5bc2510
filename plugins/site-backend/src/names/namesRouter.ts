import {
  readSiteNames,
  type SiteSettingsService,
} from '@flyloft/plugin-site-node';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';

/** Where the names are read, also by who is not signed in. */
export const namesPath = '/names';

/** Says what the portal calls itself: the page to sign in shows it. */
export function namesRouter(settings: SiteSettingsService): Router {
  const router = PromiseRouter();
  router.get(namesPath, async (_request, response) => {
    response
      .setHeader('Cache-Control', 'no-store')
      .json(await readSiteNames(settings));
  });
  return router;
}
