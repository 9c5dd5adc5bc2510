import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import {
  sessionPartsFactory,
  sessionsServiceFactory,
  signedInPeopleFactory,
} from './createSessions';
import { sessionsPlugin } from './plugin';

/**
 * Sessions on the server: made at sign-in, checked with every request, ended
 * by time, by their owner or by whoever may.
 *
 * @packageDocumentation
 */
export default createBackendFeatureLoader({
  loader: () => [
    sessionPartsFactory,
    sessionsServiceFactory,
    signedInPeopleFactory,
    sessionsPlugin,
  ],
});
