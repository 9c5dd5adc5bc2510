import type { AuditEvent, AuditOutcome } from '@flyloft/plugin-audit-common';
import type { StatusTone } from '@flyloft/ui-kit';

/** A type in words: `inventory.guest-edit` is "Guest edit". */
export function typeWords(type: string): string {
  const words = type.slice(type.indexOf('.') + 1).replaceAll('-', ' ');
  return words.charAt(0).toLocaleUpperCase('en') + words.slice(1);
}

/** The plugin that reported a type. */
export const pluginOf = (type: string) => type.split('.', 1)[0] ?? type;

/** How each outcome is shown. */
export const outcomeWords: Record<
  AuditOutcome,
  { tone: StatusTone; word: string }
> = {
  initiated: { tone: 'changing', word: 'begun' },
  succeeded: { tone: 'running', word: 'done' },
  failed: { tone: 'problem', word: 'failed' },
  refused: { tone: 'stopped', word: 'refused' },
};

/** Who did it, as short as it can be told: `ida`, `plugin:catalog`. */
export function actorWords({ kind, ref }: AuditEvent['actor']): string {
  if (kind === 'unknown' || ref === null) return 'somebody unknown';
  return ref.replace(/^user:(default\/)?/, '');
}

/** What it was done to: its name, else its id. */
export function resourceWords(resource: AuditEvent['resource']): string {
  if (!resource) return '–';
  const which = resource.name ?? resource.id;
  return which ? `${resource.kind} ${which}` : resource.kind;
}
