import type { Role } from '@flyloft/backend-kit';

/** Says which roles somebody holds, from anywhere in the backend. */
export interface RoleService {
  /**
   * The roles of somebody with these refs, their own and their groups', the
   * strongest first: what files say and what the portal granted, at most five
   * seconds old.
   */
  rolesOf(memberships: Iterable<string>): Promise<Role[]>;

  /** Reads grants anew when asked next: somebody has just changed one here. */
  forget(): void;
}
