import type {
  RootConfigService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { readRoleGroups } from '@flyloft/backend-kit';
import type { Knex } from 'knex';
import { SavedViewService } from './SavedViewService';
import { SavedViewStore } from './SavedViewStore';
import { readColumnsByRole } from './usualColumns';

/** Saved views, wired as the configuration says. */
export function savedViewsOf(
  db: Knex,
  deps: { config: RootConfigService; userInfo: UserInfoService },
): SavedViewService {
  return new SavedViewService({
    store: new SavedViewStore(db),
    userInfo: deps.userInfo,
    roleGroups: readRoleGroups(deps.config),
    columnsByRole: readColumnsByRole(deps.config),
  });
}
