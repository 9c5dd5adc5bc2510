import type { AuditorService } from '@backstage/backend-plugin-api';
import { audited, idempotencyKey, nameOf } from '@flyloft/backend-kit';
import {
  guestDeletePermission,
  removalSchema,
  removedGuestSchema,
  type Removal,
} from '@flyloft/plugin-inventory-common';
import { endpoint, type Call, type Endpoint } from '../http/endpoint';
import { idOf } from '../http/idOf';
import type { GuestRemovalStore } from './GuestRemovalStore';

/** What the routes act through that delete and restore. */
export interface RemovalServices {
  removals: GuestRemovalStore;
  sync: {
    start(request: {
      platformId: string;
      requestedBy: string;
      trigger: 'person';
    }): Promise<unknown>;
  };
  auditor: AuditorService;
}

/** The routes by which people delete and restore guests. */
export function removalRoutes({
  removals,
  sync,
  auditor,
}: RemovalServices): Endpoint[] {
  const carryOut = async (
    verb: 'delete' | 'restore',
    { parameters, body, caller, credentials, request }: Call<unknown, Removal>,
  ) => {
    const id = idOf(parameters, 'guest');
    const actor = nameOf(credentials);
    const { reason } = body;
    const key = idempotencyKey(request);
    const scope = await caller.guestScope();
    return audited(
      auditor,
      {
        eventId: `guest-${verb}`,
        severityLevel: verb === 'delete' ? 'high' : 'medium',
        request,
        resource: { kind: 'guest', id },
        meta: { reason },
      },
      () =>
        removals[verb](
          { id, reason, command: { actor, key, what: { [verb]: id, reason } } },
          scope,
        ),
      after => ({
        name: after.name,
        before: { deleted: verb === 'restore' },
        after: { deleted: verb === 'delete' },
      }),
    );
  };
  return [
    endpoint({
      method: 'post',
      path: '/guests/{id}/delete',
      summary: 'Delete a guest',
      permission: guestDeletePermission,
      body: removalSchema,
      answer: removedGuestSchema,
      handle: call => carryOut('delete', call),
    }),
    endpoint({
      method: 'post',
      path: '/guests/{id}/restore',
      summary: 'Restore a guest',
      permission: guestDeletePermission,
      body: removalSchema,
      answer: removedGuestSchema,
      handle: async call => {
        const restored = await carryOut('restore', call);
        await lookAgain(sync, restored.platformId, nameOf(call.credentials));
        return restored;
      },
    }),
  ];
}

/**
 * Asks for a sync of a restored guest's platform: its facts are as old as its
 * deletion. A platform that can't be asked, disabled or fed by push, shows it
 * again when it comes back or its source sends next.
 */
async function lookAgain(
  sync: RemovalServices['sync'],
  platformId: string,
  requestedBy: string,
): Promise<void> {
  try {
    await sync.start({ platformId, requestedBy, trigger: 'person' });
  } catch (error) {
    const { name } = error as Error;
    if (name !== 'NotFoundError' && name !== 'ConflictError') throw error;
  }
}
