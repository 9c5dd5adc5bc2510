import type {
  BackstageCredentials,
  RootConfigService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { nameOf } from '@flyloft/backend-kit';
import type {
  SavedView,
  SavedViews,
  ViewChange,
  ViewCreation,
  ViewedList,
  ViewSharing,
} from '@flyloft/plugin-inventory-common';
import type { RoleService } from '@flyloft/plugin-site-node';
import type { Reader, SavedViewStore } from './SavedViewStore';
import {
  readColumnsByRole,
  usualColumnsOf,
  type ColumnsByRole,
} from './usualColumns';

/** Saved views as their reader may see and change them. */
export class SavedViewService {
  private readonly columnsByRole: ColumnsByRole;

  constructor(
    private readonly deps: {
      store: SavedViewStore;
      userInfo: UserInfoService;
      config: RootConfigService;
      roles: Pick<RoleService, 'rolesOf'>;
    },
  ) {
    this.columnsByRole = readColumnsByRole(deps.config);
  }

  async list(
    list: ViewedList,
    credentials: BackstageCredentials,
  ): Promise<SavedViews> {
    const reader = await this.reader(credentials);
    return {
      items: await this.deps.store.list(list, reader),
      usualColumns: usualColumnsOf(
        list,
        await this.deps.roles.rolesOf([reader.ref, ...reader.groups]),
        this.columnsByRole,
      ),
      groups: reader.groups,
    };
  }

  async get(id: string, credentials: BackstageCredentials): Promise<SavedView> {
    return this.deps.store.get(id, await this.reader(credentials));
  }

  /** @throws InputError when it is to be shared with a group of others. */
  async create(
    view: ViewCreation,
    credentials: BackstageCredentials,
  ): Promise<SavedView> {
    const reader = await this.reader(credentials);
    requireOwnGroup(view, reader);
    return this.deps.store.create(view, reader);
  }

  /** @throws InputError when it is to be shared with a group of others. */
  async change(
    id: string,
    view: ViewChange,
    credentials: BackstageCredentials,
  ): Promise<SavedView> {
    const reader = await this.reader(credentials);
    requireOwnGroup(view, reader);
    return this.deps.store.change(id, view, reader);
  }

  async delete(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<SavedView> {
    return this.deps.store.delete(id, await this.reader(credentials));
  }

  private async reader(credentials: BackstageCredentials): Promise<Reader> {
    const ref = nameOf(credentials);
    const principal = credentials.principal as { type?: string };
    // A service has no groups; it sees what everybody does.
    if (principal.type !== 'user') return { ref, groups: [] };
    const { ownershipEntityRefs } =
      await this.deps.userInfo.getUserInfo(credentials);
    return {
      ref,
      groups: ownershipEntityRefs.filter(owner => owner.startsWith('group:')),
    };
  }
}

function requireOwnGroup(
  view: { sharing: ViewSharing; groupRef?: string | null },
  reader: Reader,
): void {
  if (view.sharing === 'group' && !reader.groups.includes(view.groupRef!)) {
    throw new InputError(
      `groupRef: '${view.groupRef}' is no group of yours; you are in ${reader.groups.join(', ') || 'none'}`,
    );
  }
}
