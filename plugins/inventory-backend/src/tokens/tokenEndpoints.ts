import type { AuditorService } from '@backstage/backend-plugin-api';
import { audited, nameOf } from '@flyloft/backend-kit';
import {
  createdTokenSchema,
  tokenCreationSchema,
  tokenManagePermission,
  tokenSchema,
} from '@flyloft/plugin-inventory-common';
import type { FreshnessStore } from '../freshness/FreshnessStore';
import { endpoint, type Endpoint } from '../http/endpoint';
import { listEndpoint } from '../http/listEndpoint';
import type { TokenService } from './TokenService';

/** What the routes of tokens act through. */
export interface TokenServices {
  tokens: TokenService;
  auditor: AuditorService;
  freshness: FreshnessStore;
}

/** The routes by which people make, list and revoke tokens. */
export function tokenEndpoints(services: TokenServices): Endpoint[] {
  const { tokens, auditor, freshness } = services;
  const permission = tokenManagePermission;
  return [
    listEndpoint(
      '/tokens',
      { summary: 'List tokens', item: tokenSchema, permission },
      () => freshness.ofAll(),
      query => tokens.list(query),
    ),
    endpoint({
      method: 'post',
      path: '/tokens',
      summary: 'Make a token',
      permission,
      body: tokenCreationSchema,
      status: 201,
      answer: createdTokenSchema,
      handle: async ({ body, credentials, request }) =>
        audited(
          auditor,
          {
            eventId: 'token-create',
            request,
            resource: { kind: 'token', name: body.name },
          },
          () => tokens.create(body, nameOf(credentials)),
          // Without the secret, which is nobody's but the caller's.
          created => ({ before: null, after: created.token }),
        ),
    }),
    endpoint({
      method: 'post',
      path: '/tokens/{id}/revoke',
      summary: 'Revoke a token',
      permission,
      answer: tokenSchema,
      handle: async ({ parameters, credentials, request }) => {
        const id = parameters.id ?? '';
        return audited(
          auditor,
          { eventId: 'token-revoke', request, resource: { kind: 'token', id } },
          () => tokens.revoke(id, nameOf(credentials)),
          token => ({
            before: { state: 'active' },
            after: { state: token.state, name: token.name },
          }),
        );
      },
    }),
  ];
}
