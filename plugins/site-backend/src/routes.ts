import {
  apiRoute,
  audited,
  expectedVersion,
  nameOf,
  type ApiCall,
  type ApiRoute,
} from '@flyloft/backend-kit';
import type { SecretRoot } from '@flyloft/plugin-secrets-node';
import {
  secretMoveSchema,
  secretRotationSchema,
  secretStoreSchema,
  secretUpkeepSchema,
  settingEditSchema,
  settingSchema,
  siteReadPermission,
  siteSecretsManagePermission,
  siteSettingsManagePermission,
  type SecretUpkeep,
} from '@flyloft/plugin-site-common';
import { z } from 'zod';
import { roleRoutes, type RoleRouteServices } from './roles/roleRoutes';
import type { SettingService } from './settings/SettingService';

/** What the routes read from and act through. */
export interface SiteRouteServices extends RoleRouteServices {
  settings: SettingService;
  secrets: SecretRoot;
}

/** Every route of `/api/site`. */
export function siteRoutes(services: SiteRouteServices): ApiRoute[] {
  return [
    ...settingRoutes(services),
    ...secretRoutes(services),
    ...roleRoutes(services),
  ];
}

function settingRoutes({ settings, auditor }: SiteRouteServices): ApiRoute[] {
  const permission = siteSettingsManagePermission;
  return [
    apiRoute({
      method: 'get',
      path: '/settings',
      summary: 'List the settings of the site',
      permission: siteReadPermission,
      answer: z.object({ items: z.array(settingSchema) }),
      handle: async () => ({ items: await settings.list() }),
    }),
    apiRoute({
      method: 'post',
      path: '/settings/{key}',
      summary: 'Change a setting of the site',
      permission,
      body: settingEditSchema,
      answer: settingSchema,
      async handle({ parameters, body, credentials, request }) {
        const key = parameters.key ?? '';
        const edit = {
          version: expectedVersion(request),
          by: nameOf(credentials),
        };
        const { after } = await audited(
          auditor,
          { ...settingCommand('setting-edit', key), request },
          () => settings.set(key, body.value, edit),
          changed => ({
            before: changed.before.value,
            after: changed.after.value,
          }),
        );
        return after;
      },
    }),
    apiRoute({
      method: 'post',
      path: '/settings/{key}/revert',
      summary: 'Take the default of a setting again',
      permission,
      answer: settingSchema,
      async handle({ parameters, request }) {
        const key = parameters.key ?? '';
        const version = expectedVersion(request);
        const { after } = await audited(
          auditor,
          { ...settingCommand('setting-revert', key), request },
          () => settings.revert(key, version),
          changed => ({
            before: changed.before.value,
            after: changed.after.value,
          }),
        );
        return after;
      },
    }),
  ];
}

const settingCommand = (eventId: string, key: string) => ({
  eventId,
  severityLevel: 'high' as const,
  resource: { kind: 'setting', id: key },
});

function secretRoutes({ secrets, auditor }: SiteRouteServices): ApiRoute[] {
  const permission = siteSecretsManagePermission;
  const upkeep = reportedUpkeep(auditor);
  return [
    apiRoute({
      method: 'get',
      path: '/secret-store',
      summary: 'See how the secret store is',
      permission: siteReadPermission,
      answer: secretStoreSchema,
      handle: async () => (await secrets.open()).upkeep.state(),
    }),
    apiRoute({
      method: 'post',
      path: '/secret-store/rotate',
      summary: 'Rotate the master key of secrets',
      permission,
      body: secretRotationSchema,
      answer: secretUpkeepSchema,
      handle: ({ body, request }) =>
        upkeep(
          request,
          'secret-rotate',
          async () => (await secrets.open()).upkeep.rotate(body),
          body,
        ),
    }),
    apiRoute({
      method: 'post',
      path: '/secret-store/move',
      summary: 'Move secrets to another store',
      permission,
      body: secretMoveSchema,
      answer: secretUpkeepSchema,
      handle: ({ body, request }) =>
        upkeep(
          request,
          'secret-move',
          async () => (await secrets.open()).upkeep.move(body.to),
          { to: body.to },
        ),
    }),
  ];
}

/** Runs an upkeep of secrets and reports it with its counts. */
function reportedUpkeep(auditor: SiteRouteServices['auditor']) {
  return (
    request: ApiCall['request'],
    eventId: string,
    run: () => Promise<SecretUpkeep>,
    meta: { to?: string; dataKeys?: boolean },
  ) =>
    audited(
      auditor,
      {
        eventId,
        severityLevel: 'high',
        request,
        resource: { kind: 'secret-store' },
        meta,
      },
      run,
      ({ done, failed }) => ({ done, failed: failed.length }),
    );
}
