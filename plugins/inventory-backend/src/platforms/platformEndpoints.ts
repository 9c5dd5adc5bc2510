import type { AuditorService } from '@backstage/backend-plugin-api';
import { audited, expectedVersion, nameOf } from '@flyloft/backend-kit';
import {
  platformAdditionSchema,
  platformEditSchema,
  platformEntrySchema,
  platformManagePermission,
  platformRemovalRequestSchema,
  platformRemovalSchema,
  platformTestSchema,
  platformTrialSchema,
  platformTypeSchema,
} from '@flyloft/plugin-inventory-common';
import { z } from 'zod';
import { endpoint, type Endpoint } from '../http/endpoint';
import type { PlatformTrials } from './connection/PlatformTrials';
import type { EditedPlatform, PlatformService } from './PlatformService';

/** What the routes of configured platforms act through. */
export interface PlatformServices {
  configuredPlatforms: PlatformService;
  platformTrials: PlatformTrials;
  auditor: AuditorService;
}

const permission = platformManagePermission;
const path = '/configured-platforms';
const one = `${path}/{id}`;

/** The routes by which people configure platforms. */
export function platformEndpoints(services: PlatformServices): Endpoint[] {
  return [
    ...readingEndpoints(services),
    ...testEndpoints(services),
    ...writingEndpoints(services),
    ...removalRoutes(services),
    ...switchEndpoints(services),
  ];
}

function readingEndpoints({
  configuredPlatforms: platforms,
}: PlatformServices): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path,
      summary: 'List the settings of platforms',
      permission,
      answer: z.object({ items: z.array(platformEntrySchema) }),
      handle: async () => ({ items: await platforms.list() }),
    }),
    endpoint({
      method: 'get',
      path: '/platform-types',
      summary: 'List the types of platform that can be added',
      permission,
      answer: z.object({ items: z.array(platformTypeSchema) }),
      handle: async () => ({ items: platforms.listTypes() }),
    }),
    endpoint({
      method: 'get',
      path: one,
      summary: 'See the settings of a platform',
      permission,
      answer: platformEntrySchema,
      handle: async ({ parameters }) => platforms.get(parameters.id ?? ''),
    }),
  ];
}

function testEndpoints({
  platformTrials: trials,
  auditor,
}: PlatformServices): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: `${path}/test`,
      summary: 'Test the settings of a platform',
      permission,
      body: platformTrialSchema,
      answer: platformTestSchema,
      handle: async ({ body, request }) =>
        audited(
          auditor,
          {
            eventId: 'platform-test',
            request,
            resource: { kind: 'platform', id: body.id, name: body.type },
          },
          () => trials.test(body),
          test => ({
            outcome: test.outcome,
            endpoints: test.endpoints.map(each => each.url),
          }),
        ),
    }),
    endpoint({
      method: 'post',
      path: `${one}/test`,
      summary: 'Test a platform as it is saved',
      permission,
      answer: platformTestSchema,
      handle: async ({ parameters, request }) => {
        const id = parameters.id ?? '';
        return audited(
          auditor,
          {
            eventId: 'platform-test',
            request,
            resource: { kind: 'platform', id },
          },
          () => trials.testSaved(id),
          test => ({ outcome: test.outcome }),
        );
      },
    }),
  ];
}

function writingEndpoints({
  configuredPlatforms: platforms,
  auditor,
}: PlatformServices): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path,
      summary: 'Add a platform',
      permission,
      body: platformAdditionSchema,
      status: 201,
      answer: platformEntrySchema,
      handle: async ({ body, credentials, request }) => {
        const added = await audited(
          auditor,
          {
            eventId: 'platform-add',
            severityLevel: 'high',
            request,
            resource: { kind: 'platform', id: body.id, name: body.title },
          },
          () => platforms.add(body, nameOf(credentials)),
          outcomeOf,
        );
        return added.after;
      },
    }),
    endpoint({
      method: 'put',
      path: one,
      summary: 'Edit a platform',
      permission,
      body: platformEditSchema,
      answer: platformEntrySchema,
      handle: async ({ body, parameters, credentials, request }) => {
        const id = parameters.id ?? '';
        const version = expectedVersion(request);
        const edited = await audited(
          auditor,
          {
            eventId: 'platform-edit',
            severityLevel: 'high',
            request,
            resource: { kind: 'platform', id, name: body.title },
          },
          () => platforms.edit(id, version, body, nameOf(credentials)),
          outcomeOf,
        );
        return edited.after;
      },
    }),
  ];
}

function removalRoutes({
  configuredPlatforms: platforms,
  auditor,
}: PlatformServices): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: `${one}/removal`,
      summary: 'See what goes with a platform',
      permission,
      answer: platformRemovalSchema,
      handle: async ({ parameters }) => platforms.removal(parameters.id ?? ''),
    }),
    endpoint({
      method: 'post',
      path: `${one}/remove`,
      summary: 'Remove a platform',
      permission,
      body: platformRemovalRequestSchema,
      answer: platformEntrySchema,
      handle: async ({ body, parameters, credentials, request }) => {
        const id = parameters.id ?? '';
        const version = expectedVersion(request);
        const removed = await audited(
          auditor,
          {
            eventId: 'platform-remove',
            severityLevel: 'high',
            request,
            resource: { kind: 'platform', id },
            meta: { reason: body.reason, guests: body.guests },
          },
          () => platforms.remove(id, version, body, nameOf(credentials)),
          ({ before, guestsDeleted }) => ({
            before,
            after: null,
            guestsDeleted,
          }),
        );
        return removed.before;
      },
    }),
  ];
}

function switchEndpoints(services: PlatformServices): Endpoint[] {
  const { configuredPlatforms: platforms, auditor } = services;
  return (['enable', 'disable'] as const).map(verb =>
    endpoint({
      method: 'post',
      path: `${one}/${verb}`,
      summary: verb === 'enable' ? 'Enable a platform' : 'Disable a platform',
      permission,
      answer: platformEntrySchema,
      handle: async ({ parameters, credentials, request }) => {
        const id = parameters.id ?? '';
        const version = expectedVersion(request);
        const switched = await audited(
          auditor,
          {
            eventId: `platform-${verb}`,
            request,
            resource: { kind: 'platform', id },
          },
          () =>
            platforms.setEnabled(
              id,
              version,
              verb === 'enable',
              nameOf(credentials),
            ),
          outcomeOf,
        );
        return switched.after;
      },
    }),
  );
}

function outcomeOf({ before, after, secretsChanged }: EditedPlatform) {
  return { before, after, secretsChanged };
}
