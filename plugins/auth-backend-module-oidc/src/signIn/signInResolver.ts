import { AuditorService } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { isError, NotAllowedError } from '@backstage/errors';
import type { OidcAuthResult } from '@backstage/plugin-auth-backend-module-oidc-provider';
import {
  AuthResolverContext,
  OAuthAuthenticatorResult,
  SignInResolver,
} from '@backstage/plugin-auth-node';
import {
  groupRefOfClaim,
  Role,
  RoleGroups,
  rolesOf,
} from '@flyloft/backend-kit';
import { judgeMfa, MfaPolicy, MfaVerdict } from '../mfa/mfaRule';
import { IdentityClaims, readIdentityClaims } from './identityClaims';

/** The annotation by which the directory import remembers whom an entity stands for. */
const subjectAnnotation = 'keycloak.org/id';

/** What deciding about a sign-in takes. */
export type SignInRules = {
  roleGroups: RoleGroups;
  mfaPolicy: MfaPolicy;
  auditor: AuditorService;
  /** Whether this is a session being renewed, not somebody signing in. */
  isRenewal: (result: OidcAuthResult) => boolean;
};

/**
 * Signs in whom the directory knows, and whom the multi-factor rule lets in.
 * Backstage asks again on every renewal of the session, so somebody who left
 * the directory or lost the proof is out within the life of a token.
 */
export function createSignInResolver(
  rules: SignInRules,
): SignInResolver<OAuthAuthenticatorResult<OidcAuthResult>> {
  return async ({ result: { fullProfile } }, context) => {
    const claims = readIdentityClaims(fullProfile);
    const renewal = rules.isRenewal(fullProfile);
    const event = await rules.auditor.createEvent({
      eventId: renewal ? 'session-renewal' : 'sign-in',
      severityLevel: renewal ? 'low' : 'medium',
      meta: {
        user: claims.userName,
        amr: [...claims.assurance.amr],
        acr: claims.assurance.acr ?? null,
      },
    });
    try {
      const { entity, roles } = await admit(claims, rules, context);
      const signedIn = await context.signInWithCatalogUser({
        entityRef: entityNameOf(entity),
      });
      await event.success({ meta: { roles } });
      return signedIn;
    } catch (error) {
      await event.fail({
        error: isError(error) ? error : new Error('unknown'),
      });
      throw error;
    }
  };
}

async function admit(
  claims: IdentityClaims,
  rules: SignInRules,
  context: AuthResolverContext,
): Promise<{ entity: Entity; roles: Role[] }> {
  const entity = await findUser(claims, context);
  const { ownershipEntityRefs } =
    await context.resolveOwnershipEntityRefs(entity);
  // The stricter of both: a group the directory import has not seen yet counts,
  // and so does one that the identity provider leaves out of its claim.
  const roles = rolesOf(
    [...ownershipEntityRefs, ...claims.groups.map(groupRefOfClaim)],
    rules.roleGroups,
  );
  const refusal = refusalOf(judgeMfa(roles, claims.assurance, rules.mfaPolicy));
  if (refusal) throw new NotAllowedError(refusal);
  return { entity, roles };
}

async function findUser(
  claims: IdentityClaims,
  context: AuthResolverContext,
): Promise<Entity> {
  // The same replacement as the directory import makes in entity names.
  const name = claims.userName
    .toLocaleLowerCase('en-US')
    .replace(/[^a-z0-9\-_.]/g, '-');
  const found = await context
    .findCatalogUser({ entityRef: { name } })
    .catch(error => {
      if (isError(error) && error.name === 'NotFoundError') return undefined;
      throw error;
    });
  if (!found) {
    throw new NotAllowedError(
      `You signed in as ${claims.userName}, but Flyloft has not read that user ` +
        'from the directory yet. Try again in a minute; if it stays so, ask ' +
        'whoever runs Flyloft to look at the directory import.',
    );
  }

  // Names can be given out again, and different ones can become the same entity
  // name: the id must agree as well.
  const subject = found.entity.metadata.annotations?.[subjectAnnotation];
  if (subject !== undefined && subject !== claims.subject) {
    throw new NotAllowedError(
      `You signed in as ${claims.userName}, but the directory has another ` +
        'person under that name. Ask whoever runs Flyloft to look at the directory import.',
    );
  }
  return found.entity;
}

function entityNameOf(entity: Entity) {
  const { name, namespace } = entity.metadata;
  return { kind: entity.kind, namespace, name };
}

function refusalOf(verdict: MfaVerdict): string | undefined {
  if (verdict.outcome !== 'missing') return undefined;
  return (
    `The role "${verdict.because}" needs a second factor, and the identity ` +
    'provider did not say that you used one. Sign in again and use it.'
  );
}
