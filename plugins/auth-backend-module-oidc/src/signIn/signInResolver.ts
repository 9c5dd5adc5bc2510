import { randomUUID } from 'node:crypto';
import { AuditorService } from '@backstage/backend-plugin-api';
import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { isError, NotAllowedError } from '@backstage/errors';
import type { OidcAuthResult } from '@backstage/plugin-auth-backend-module-oidc-provider';
import {
  AuthResolverContext,
  OAuthAuthenticatorResult,
  SignInResolver,
} from '@backstage/plugin-auth-node';
import { groupRefOfClaim, Role } from '@flyloft/backend-kit';
import type { SessionsService } from '@flyloft/plugin-sessions-node';
import type { RoleService } from '@flyloft/plugin-site-node';
import { judgeMfa, MfaPolicy, MfaVerdict } from '../mfa/mfaRule';
import type { SignInSource } from './authenticator';
import { IdentityClaims, readIdentityClaims } from './identityClaims';

/** The annotation by which the directory import remembers whom an entity stands for. */
const subjectAnnotation = 'keycloak.org/id';

/** What deciding about a sign-in takes. */
export type SignInRules = {
  roles: Pick<RoleService, 'rolesOf'>;
  mfaPolicy: MfaPolicy;
  auditor: AuditorService;
  sessions: Pick<SessionsService, 'open' | 'renewed'>;
  sourceOf: (result: OidcAuthResult) => SignInSource | undefined;
};

type SignedIn = OAuthAuthenticatorResult<OidcAuthResult>;

/**
 * Signs in whom the directory knows, and whom the multi-factor rule lets in.
 * Backstage asks again on every renewal of the session, so somebody who left
 * the directory or lost the proof is out within the life of a token.
 */
export function createSignInResolver(
  rules: SignInRules,
): SignInResolver<SignedIn> {
  return async ({ result }, context) => {
    const claims = readIdentityClaims(result.fullProfile);
    const source = rules.sourceOf(result.fullProfile);
    const renewal = source?.sessionId !== undefined;
    const event = await rules.auditor.createEvent({
      eventId: renewal ? 'session-renewal' : 'sign-in',
      severityLevel: renewal ? 'low' : 'medium',
      request: source?.request,
      meta: {
        user: claims.userName,
        amr: [...claims.assurance.amr],
        acr: claims.assurance.acr ?? null,
      },
    });
    try {
      const admitted = await admit(claims, rules, context);
      const { signedIn, sessionId } = await enterSession(
        { admitted, result, source },
        rules,
        context,
      );
      const { user, roles } = admitted;
      const resource = { kind: 'session', id: sessionId, name: user };
      await event.success({ meta: { actor: user, roles, resource } });
      return signedIn;
    } catch (error) {
      await event.fail({
        error: isError(error) ? error : new Error('unknown'),
      });
      throw error;
    }
  };
}

/** Somebody who may come in. */
type Admitted = {
  user: string;
  roles: Role[];
  ownershipEntityRefs: string[];
  multiFactor: boolean;
};

/** Issues the token within a session: a new one, or the one being renewed. */
async function enterSession(
  signIn: {
    admitted: Admitted;
    result: SignedIn;
    source: SignInSource | undefined;
  },
  { sessions }: SignInRules,
  context: AuthResolverContext,
) {
  const { admitted, result, source } = signIn;
  const { user, ownershipEntityRefs: ent, multiFactor } = admitted;
  const sessionId = source?.sessionId ?? randomUUID();
  const signedIn = await context.issueToken({
    claims: { sub: user, ent, sid: sessionId },
  });
  const { token } = signedIn;
  const { refreshToken } = result.session;
  if (source?.sessionId) {
    await sessions.renewed(sessionId, { token, refreshToken });
  } else {
    await sessions.open({
      id: sessionId,
      userEntityRef: user,
      token,
      refreshToken,
      address: source?.request.ip,
      userAgent: source?.request.get('user-agent'),
      multiFactor,
    });
  }
  return { signedIn, sessionId };
}

async function admit(
  claims: IdentityClaims,
  rules: SignInRules,
  context: AuthResolverContext,
): Promise<Admitted> {
  const entity = await findUser(claims, context);
  const { ownershipEntityRefs } =
    await context.resolveOwnershipEntityRefs(entity);
  // The stricter of both: a group the directory import has not seen yet counts,
  // and so does one that the identity provider leaves out of its claim.
  const roles = await rules.roles.rolesOf([
    ...ownershipEntityRefs,
    ...claims.groups.map(groupRefOfClaim),
  ]);
  const verdict = judgeMfa(roles, claims.assurance, rules.mfaPolicy);
  const refusal = refusalOf(verdict);
  if (refusal) throw new NotAllowedError(refusal);
  return {
    user: stringifyEntityRef(entity),
    roles,
    ownershipEntityRefs,
    multiFactor: verdict.outcome === 'proven',
  };
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

function refusalOf(verdict: MfaVerdict): string | undefined {
  if (verdict.outcome !== 'missing') return undefined;
  return (
    `The role "${verdict.because}" needs a second factor, and the identity ` +
    'provider did not say that you used one. Sign in again and use it.'
  );
}
