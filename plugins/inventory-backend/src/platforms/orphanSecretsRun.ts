import type { SecretStore } from '@flyloft/plugin-secrets-node';
import type { PlatformEntryStore } from './PlatformEntryStore';

/** An edit keeps its secrets before its row: so long nothing is taken for left behind. */
const graceMilliseconds = 60 * 60 * 1000;

/**
 * Forgets the secrets of platforms that no platform names: an edit that was
 * cut short left them. A name is never used again, so what nobody names an
 * hour after it was kept nobody will. Answers how many.
 */
export async function forgetOrphanSecrets(
  secrets: Pick<SecretStore, 'list' | 'delete'>,
  entries: Pick<PlatformEntryStore, 'list'>,
  now = new Date(),
): Promise<number> {
  const kept = await secrets.list('platforms');
  // Read after the secrets: a platform that was added since names its own.
  const named = new Set(
    (await entries.list()).flatMap(entry => Object.values(entry.secretRefs)),
  );
  const orphans = kept.filter(
    ({ ref, changedAt }) =>
      !named.has(ref) &&
      now.getTime() - changedAt.getTime() >= graceMilliseconds,
  );
  for (const { ref } of orphans) await secrets.delete(ref);
  return orphans.length;
}
