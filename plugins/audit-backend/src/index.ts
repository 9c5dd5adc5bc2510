import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import { auditorFactory } from './auditor/auditorFactory';
import { auditPlugin } from './plugin';
import { trailServiceFactory } from './trail/createTrail';

/**
 * The audit trail: the auditor that every plugin reports to, what keeps and
 * proves its rows, and the API over them.
 *
 * @packageDocumentation
 */
export default createBackendFeatureLoader({
  loader: () => [trailServiceFactory, auditorFactory, auditPlugin],
});
