import type {
  CollectionGap,
  PlatformCheck,
} from '@flyloft/plugin-inventory-node';
import type { ServiceContent, VsphereClient } from '../client/VsphereClient';
import { isVsphereFailure } from '../client/VsphereError';
import { referenceElement, textElement } from '../soap/request';

/** A privilege that we need and do not have. */
export type MissingPrivilege = PlatformCheck['missingPrivileges'][number];

/** What the role "Read-only" has: all that is needed, at the very top. */
const required = ['System.View', 'System.Read'] as const;

/**
 * Asks which privileges we lack on the root folder. Servers before 5.5 and
 * simulators do not know the question; then nothing is called missing.
 */
export async function missingPrivileges(
  client: VsphereClient,
  { authorizationManager, rootFolder }: ServiceContent,
  signal: AbortSignal,
): Promise<MissingPrivilege[]> {
  if (!authorizationManager) return [];
  const granted = new Set<string>();
  try {
    const body = await client.repeated(signal, async () => {
      const session = await client.session(signal);
      return client.callIn(session, {
        method: 'HasPrivilegeOnEntities',
        target: authorizationManager,
        args:
          referenceElement('entity', rootFolder) +
          textElement('sessionId', session.key) +
          required.map(each => textElement('privId', each)).join(''),
        signal,
      });
    });
    const answers = body
      .child('HasPrivilegeOnEntitiesResponse')
      ?.all('returnval')
      .flatMap(each => each.all('privAvailability'));
    for (const each of answers ?? []) {
      if (each.textOf('isGranted') === 'true') {
        granted.add(each.textOf('privId') ?? '');
      }
    }
  } catch (error) {
    if (isVsphereFailure(error, 'refused')) return allOf(required);
    if (isVsphereFailure(error, 'fault', 'not-found')) return [];
    throw error;
  }
  return allOf(required.filter(each => !granted.has(each)));
}

function allOf(privileges: readonly string[]): MissingPrivilege[] {
  return privileges.map(privilege => ({
    path: '/',
    privilege,
    what: 'Without the role "Read-only" on the vCenter itself, passed on to its children, machines can be invisible',
  }));
}

/** What lacks a privilege is not seen, which must not look like gone. */
export function privilegeGap({
  path,
  privilege,
}: MissingPrivilege): CollectionGap {
  return {
    kind: 'gap',
    scope: 'privileges',
    reason: `${privilege} is missing on ${path}`,
    withholdsDeletions: ['guest', 'host', 'cluster', 'network', 'storage'],
  };
}
