import { ResponseError } from '@backstage/errors';
import type { SecretStoreState, SecretUpkeep } from '../secrets/secretStore';
import type { ListQuery, Page } from '@flyloft/kit-common';
import type { Person } from '../people/person';
import type { RoleAssignment, RoleGrantInput } from '../roles/roleAssignment';
import type { Setting } from '../settings/setting';

/** Where the site answers, and the fetch to ask it with. */
export interface SiteClientOptions {
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  fetchApi: { fetch: typeof fetch };
}

interface CallOptions {
  signal?: AbortSignal;
}

/**
 * The API of the site. Every method throws a `ResponseError` with the answer's
 * own error when it is not a success.
 */
export class SiteClient {
  private readonly options: SiteClientOptions;

  constructor(options: SiteClientOptions) {
    this.options = options;
  }

  listSettings(options?: CallOptions) {
    return this.call<{ items: Setting[] }>('GET', 'settings', options);
  }

  setSetting(
    { key, version }: Pick<Setting, 'key' | 'version'>,
    value: number | string,
  ) {
    return this.call<Setting>('POST', `settings/${key}`, {
      body: { value },
      version,
    });
  }

  /** Takes the default again. */
  revertSetting({ key, version }: Pick<Setting, 'key' | 'version'>) {
    return this.call<Setting>('POST', `settings/${key}/revert`, {
      body: {},
      version,
    });
  }

  getSecretStore(options?: CallOptions) {
    return this.call<SecretStoreState>('GET', 'secret-store', options);
  }

  /**
   * Wraps what is sealed under older keys under the current one; with
   * `dataKeys`, seals every secret anew under a data key of its own, too.
   */
  rotateSecrets(dataKeys = false) {
    return this.call<SecretUpkeep>('POST', 'secret-store/rotate', {
      body: { dataKeys },
    });
  }

  /** Moves what lies elsewhere. */
  moveSecrets(to: SecretStoreState['place']) {
    return this.call<SecretUpkeep>('POST', 'secret-store/move', {
      body: { to },
    });
  }

  /** Who is in the directory; with `known:eq:false`, who no longer is. */
  listPeople(query: ListQuery, options?: CallOptions) {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      for (const each of [value].flat()) parameters.append(name, `${each}`);
    }
    return this.call<Page<Person>>('GET', `users?${parameters}`, options);
  }

  listRoles(options?: CallOptions) {
    return this.call<{ items: RoleAssignment[] }>('GET', 'roles', options);
  }

  grantRole(grant: RoleGrantInput) {
    return this.call<RoleAssignment>('POST', 'roles', { body: grant });
  }

  /** Takes back a role that was granted in the portal. */
  revokeRole(id: string, reason: string) {
    return this.call<RoleAssignment>('POST', `roles/${id}/revoke`, {
      body: { reason },
    });
  }

  private async call<T>(
    method: string,
    path: string,
    options: CallOptions & { body?: object; version?: number } = {},
  ): Promise<T> {
    const { body, version, signal } = options;
    const base = await this.options.discoveryApi.getBaseUrl('site');
    const answer = await this.options.fetchApi.fetch(`${base}/${path}`, {
      method,
      signal,
      headers: {
        ...(body && { 'Content-Type': 'application/json' }),
        ...(version !== undefined && { 'If-Match': `"${version}"` }),
      },
      body: body && JSON.stringify(body),
    });
    if (!answer.ok) throw await ResponseError.fromResponse(answer);
    return (await answer.json()) as T;
  }
}
