import {
  isRole,
  roles,
  rolesOf,
  type Role,
  type RoleGroups,
} from '@flyloft/backend-kit';
import type { RoleGrant } from './RoleGrantStore';
import type { RoleService } from './RoleService';

/** So long a grant may be old: one on another replica counts within it. */
const cacheMilliseconds = 5_000;

/**
 * Who holds which role: the groups that files name, and whom the portal
 * granted it beside. Grants are read again at most every five seconds.
 */
export class HeldRoles implements RoleService {
  private last: { at: number; holders: RoleGroups } | null = null;
  private reading: Promise<RoleGroups> | null = null;

  constructor(
    private readonly fromFiles: RoleGroups,
    private readonly readGrants: () => Promise<
      Array<Pick<RoleGrant, 'role' | 'subjectRef'>>
    >,
    private readonly options: {
      now?: () => number;
      /** Told why the grants can't be read; the last ones hold on. */
      onFailure?: (error: unknown) => void;
    } = {},
  ) {}

  async rolesOf(memberships: Iterable<string>): Promise<Role[]> {
    return rolesOf(memberships, await this.holders());
  }

  forget(): void {
    this.last = null;
    this.reading = null;
  }

  private async holders(): Promise<RoleGroups> {
    const now = (this.options.now ?? Date.now)();
    if (this.last && now - this.last.at < cacheMilliseconds) {
      return this.last.holders;
    }
    if (!this.reading) {
      const reading = this.read(now).finally(() => {
        if (this.reading === reading) this.reading = null;
      });
      this.reading = reading;
    }
    return this.reading;
  }

  private async read(now: number): Promise<RoleGroups> {
    const before = this.last;
    try {
      const holders = this.withGrants(await this.readGrants());
      // What was begun before somebody changed a grant must not be kept after.
      if (this.last === before) this.last = { at: now, holders };
      return holders;
    } catch (error) {
      if (!before) throw error;
      this.options.onFailure?.(error);
      this.last = { ...before, at: now };
      return before.holders;
    }
  }

  private withGrants(
    grants: Array<Pick<RoleGrant, 'role' | 'subjectRef'>>,
  ): RoleGroups {
    const holders = Object.fromEntries(
      roles.map(role => [role, [...this.fromFiles[role]]]),
    ) as Record<Role, string[]>;
    for (const { role, subjectRef } of grants) {
      // A role that a later version no longer has gives nothing.
      if (isRole(role)) holders[role].push(subjectRef);
    }
    return holders;
  }
}
