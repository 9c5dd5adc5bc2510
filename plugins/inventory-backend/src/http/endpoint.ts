import type {
  BackstageCredentials,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { parse, sendText, type TextFile } from '@flyloft/backend-kit';
import {
  guestEditPermission,
  guestReadPermission,
  infrastructureReadPermission,
  type Token,
  type TokenScope,
} from '@flyloft/plugin-inventory-common';
import type { TokenService } from '../tokens/TokenService';
import {
  AuthorizeResult,
  type Permission,
} from '@backstage/plugin-permission-common';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { ownedByCriteriaOf } from '../scope/guestRules';
import { everything, scopeOf, type Scope } from '../scope/scope';
import type { HistoryScope } from '../history/HistoryStore';
import { Reply } from './Reply';

/** What a handler is given: checked input and the caller's rights. */
export interface Call<Q = unknown, B = unknown> {
  credentials: BackstageCredentials;
  parameters: Record<string, string>;
  query: Q;
  body: B;
  caller: Caller;
  /** For the audit trail only. */
  request: Request;
  /** The script's token, where one asks instead of a user. */
  token: Token | null;
}

/**
 * One route as data: the router mounts it, the OpenAPI document describes it,
 * and the authorization test walks over all of them.
 */
export interface Endpoint<
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
> {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As in OpenAPI: `/guests/{id}`. */
  path: string;
  summary: string;
  /** Without it the caller is refused; conditional ones narrow what is seen. */
  permission: Permission;
  /** A token with this scope may ask it as well; it passes no permission. */
  tokenScope?: TokenScope;
  query?: Q;
  body?: B;
  /** The handler reads the body itself, from `request`; JSON is parsed by `body`. */
  bodyType?: 'text/csv';
  status?: number;
  answer: z.ZodType | 'ndjson' | 'csv';
  handle(call: Call<z.output<Q>, z.output<B>>): Promise<unknown>;
}

/** Keeps the types of one endpoint's schemas while it joins a list of any. */
export function endpoint<Q extends z.ZodType, B extends z.ZodType>(
  definition: Endpoint<Q, B>,
): Endpoint {
  return definition as unknown as Endpoint;
}

/** What the policy lets one caller see, asked once per request. */
export class Caller {
  constructor(
    private readonly permissions: PermissionsService,
    private readonly credentials: BackstageCredentials,
  ) {}

  /** Which guests the caller may see; an empty scope when none. */
  async guestScope(): Promise<Scope> {
    return this.scopeOf(guestReadPermission);
  }

  private async scopeOf(
    permission: typeof guestReadPermission,
  ): Promise<Scope> {
    const [decision] = await this.permissions.authorizeConditional(
      [{ permission }],
      { credentials: this.credentials },
    );
    if (decision?.result === AuthorizeResult.ALLOW) return everything;
    if (decision?.result !== AuthorizeResult.CONDITIONAL) {
      return { kind: 'owners', owners: [] };
    }
    return scopeOf(ownedByCriteriaOf(decision.conditions));
  }

  /** Whose guests the caller may annotate; an empty scope when nobody's. */
  async editScope(): Promise<Scope> {
    return this.scopeOf(guestEditPermission);
  }

  /** Whether the policy lets the caller do this, at least for some. */
  async may(permission: Permission): Promise<boolean> {
    return this.has(permission);
  }

  /** Whether the caller may see hosts, clusters, networks and storages. */
  async seesInfrastructure(): Promise<boolean> {
    return this.has(infrastructureReadPermission);
  }

  /** Which entries of the history the caller may read. */
  async historyScope(): Promise<HistoryScope> {
    const [guests, infrastructure] = await Promise.all([
      this.guestScope(),
      this.seesInfrastructure(),
    ]);
    return { guests, infrastructure };
  }

  /** @throws NotAllowedError naming what is refused and the permission. */
  async require(permission: Permission, what: string): Promise<void> {
    if (!(await this.has(permission))) {
      throw new NotAllowedError(
        `You may not ${what} (permission ${permission.name})`,
      );
    }
  }

  private async has(permission: Permission): Promise<boolean> {
    // A conditional "yes" opens the door; the scope then narrows the view.
    const [decision] = await this.permissions.authorizeConditional(
      [{ permission }] as Parameters<
        PermissionsService['authorizeConditional']
      >[0],
      { credentials: this.credentials },
    );
    return decision?.result !== AuthorizeResult.DENY;
  }
}

/** A script: its token's scope opened this one door, and sees all behind it. */
class TokenCaller extends Caller {
  override guestScope = async () => everything;
  override editScope = async (): Promise<Scope> => ({
    kind: 'owners',
    owners: [],
  });
  override may = async () => false;
  override seesInfrastructure = async () => true;
  override require = async () => {};
}

/** Mounts an endpoint: who asks, may they, what do they ask, answer. */
export function toHandler(definition: Endpoint, services: EntryServices) {
  return async (request: Request, response: Response) => {
    const { credentials, caller, token } = await entry(
      definition,
      services,
      request,
    );
    await caller.require(
      definition.permission,
      sentenceStart(definition.summary),
    );
    const answer = await definition.handle({
      credentials,
      token,
      parameters: request.params as Record<string, string>,
      query: definition.query ? parse(definition.query, request.query) : {},
      body: definition.body ? parse(definition.body, request.body ?? {}) : {},
      caller,
      request,
    });
    if (answer instanceof Reply) {
      response.status(answer.status).set(answer.headers).json(answer.body);
    } else if (definition.answer === 'ndjson') {
      sendLines(response, answer as unknown[]);
    } else if (isTextFile(answer)) {
      await sendText(response, answer);
    } else {
      response.status(definition.status ?? 200).json(answer);
    }
  };
}

/** What lets a caller in: the portal's own credentials, or a script's token. */
interface EntryServices {
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  tokens: TokenService;
}

async function entry(
  { tokenScope }: Endpoint,
  { httpAuth, permissions, tokens }: EntryServices,
  request: Request,
): Promise<Pick<Call, 'credentials' | 'caller' | 'token'>> {
  if (tokenScope && tokens.shows(request)) {
    const token = await tokens.authorize(request, { scope: tokenScope });
    const credentials = credentialsOf(token);
    return {
      credentials,
      caller: new TokenCaller(permissions, credentials),
      token,
    };
  }
  const credentials = await httpAuth.credentials(request, {
    allow: ['user', 'service'],
  });
  return {
    credentials,
    caller: new Caller(permissions, credentials),
    token: null,
  };
}

/** Names a token where a caller is named; no plugin takes these for its own. */
const credentialsOf = ({ name }: Token): BackstageCredentials => ({
  $$type: '@backstage/BackstageCredentials',
  principal: { type: 'service', subject: `token ${name}` },
});

const isTextFile = (answer: unknown): answer is TextFile =>
  typeof answer === 'object' && answer !== null && 'pieces' in answer;

function sendLines(response: Response, lines: unknown[]): void {
  response.setHeader('Content-Type', 'application/x-ndjson; charset=utf-8');
  response.send(lines.map(line => `${JSON.stringify(line)}\n`).join(''));
}

const sentenceStart = (summary: string) =>
  summary.charAt(0).toLocaleLowerCase('en') + summary.slice(1);
