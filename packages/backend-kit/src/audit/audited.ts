import type {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';

/** What a command changes, as the audit trail names it. */
export interface AuditedResource {
  /** The noun: `guest`, `platform`, `session`. */
  kind: string;
  /** Its id, where it has one already. */
  id?: string;
  /** What people call it. */
  name?: string;
}

/** A command as the audit trail records it. */
export interface AuditedCommand {
  /** Noun and verb: `guest-edit`. The plugin's id is put before it. */
  eventId: string;
  /** From `high` on the command is refused when its row can't be written. */
  severityLevel?: AuditorServiceCreateEventOptions['severityLevel'];
  /** Tells who asks, from where, in which session. None for what runs by itself. */
  request?: AuditorServiceCreateEventOptions['request'];
  resource?: AuditedResource;
  /** What else is known before the command runs. */
  meta?: JsonObject;
}

/**
 * Runs a command between its two rows of the audit trail: what was tried, and
 * how it ended. The error of a command that fails goes on to the caller.
 *
 * @param outcome - What the result adds to the row: `before` and `after`.
 */
export async function audited<T>(
  auditor: AuditorService,
  command: AuditedCommand,
  run: () => Promise<T>,
  outcome: (result: T) => JsonObject = () => ({}),
): Promise<T> {
  const { eventId, severityLevel = 'medium', request, resource } = command;
  const event = await auditor.createEvent({
    eventId,
    severityLevel,
    request,
    meta: { ...command.meta, ...(resource && { resource: { ...resource } }) },
  });
  let result: T;
  try {
    result = await run();
  } catch (error) {
    await event.fail({
      error: isError(error) ? error : new Error(String(error)),
    });
    throw error;
  }
  await event.success({ meta: outcome(result) });
  return result;
}
