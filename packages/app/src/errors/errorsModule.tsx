import {
  createFrontendModule,
  ErrorDisplay,
  NotFoundErrorPage,
  Progress,
} from '@backstage/frontend-plugin-api';
import { SwappableComponentBlueprint } from '@backstage/plugin-app-react';
import { CrashPanel } from './CrashPanel';
import { NotFoundPage } from './NotFoundPage';
import { PagePending } from './PagePending';

// By these names they take the place of Backstage's own.
const notFound = SwappableComponentBlueprint.make({
  name: 'core-not-found-error-page',
  params: define =>
    define({ component: NotFoundErrorPage, loader: () => NotFoundPage }),
});

const crash = SwappableComponentBlueprint.make({
  name: 'core-error-display',
  params: define =>
    define({ component: ErrorDisplay, loader: () => CrashPanel }),
});

const pending = SwappableComponentBlueprint.make({
  name: 'core-progress',
  params: define => define({ component: Progress, loader: () => PagePending }),
});

/** What is shown when a page is missing, broken, or still on its way. */
export const errorsModule = createFrontendModule({
  pluginId: 'app',
  extensions: [notFound, crash, pending],
});
