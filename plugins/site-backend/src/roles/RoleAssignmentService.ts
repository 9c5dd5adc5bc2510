import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { Config } from '@backstage/config';
import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import { readRoleGroups, roles, type RoleGroups } from '@flyloft/backend-kit';
import type {
  RoleAssignment,
  RoleGrantInput,
} from '@flyloft/plugin-site-common';
import type {
  RoleGrant,
  RoleGrantStore,
  RoleService,
} from '@flyloft/plugin-site-node';
import type { PeopleCatalog } from '../people/PeopleCatalog';

/** What somebody's roles were and are. */
export interface ChangedRoles {
  assignment: RoleAssignment;
  before: string[];
  after: string[];
}

/** Who holds which role, and how that is changed in the portal. */
export class RoleAssignmentService {
  private readonly files: RoleGroups;

  constructor(
    config: Config,
    private readonly deps: {
      grants: RoleGrantStore;
      held: Pick<RoleService, 'forget'>;
      catalog: Pick<PeopleCatalog, 'unknownAmong' | 'refsLike'>;
    },
  ) {
    this.files = readRoleGroups(config);
  }

  /** By role, the strongest first; what files say stands first. */
  async list(): Promise<RoleAssignment[]> {
    const grants = (await this.deps.grants.list()).map(toAssignment);
    return roles.flatMap(role => [
      ...this.files[role].map(group => fromFile(role, group)),
      ...grants.filter(each => each.role === role),
    ]);
  }

  /**
   * @throws InputError for somebody whom the catalog hasn't, ConflictError
   *   where they have that role already.
   */
  async grant(input: RoleGrantInput, by: string): Promise<ChangedRoles> {
    const subject = refIn(input.subject);
    if (this.files[input.role].includes(subject)) {
      throw new ConflictError(
        `flyloft.roles.${input.role} gives ${subject} that role already`,
      );
    }
    await this.requireKnown(subject);
    const before = await this.rolesOf(subject);
    const grant = await this.deps.grants.add(
      { ...input, subjectRef: subject },
      by,
    );
    if (!grant) {
      throw new ConflictError(
        `${subject} holds the role ${input.role} by a grant already`,
      );
    }
    return this.changed(toAssignment(grant), before);
  }

  /**
   * @throws NotAllowedError for what a file says, ConflictError for the last
   *   way to be an admin.
   */
  async revoke(id: string): Promise<ChangedRoles> {
    const locked = (await this.list()).find(each => each.id === id && each.key);
    if (locked) {
      throw new NotAllowedError(
        `A configuration file says ${locked.key}, which wins; change it there`,
      );
    }
    let before: string[] = [];
    const grant = await this.deps.grants.remove(id, (removed, all) => {
      this.requireAnotherAdmin(removed, all);
      before = this.rolesAmong(removed.subjectRef, all);
    });
    if (!grant)
      throw new NotFoundError(
        `There is no grant '${id}'; perhaps it was taken back already`,
      );
    return this.changed(toAssignment(grant), before);
  }

  private async changed(
    assignment: RoleAssignment,
    before: string[],
  ): Promise<ChangedRoles> {
    this.deps.held.forget();
    return {
      assignment,
      before,
      after: await this.rolesOf(assignment.subject),
    };
  }

  /** A group that a file names stays an admin whatever is done here. */
  private requireAnotherAdmin(removed: RoleGrant, all: RoleGrant[]): void {
    const others = all.some(
      each => each.role === 'admin' && each.id !== removed.id,
    );
    if (removed.role !== 'admin' || others || this.files.admin.length > 0)
      return;
    throw new ConflictError(
      'This is the last way to be an admin: name a group in flyloft.roles.admin, or grant the role to somebody else, first',
    );
  }

  private async requireKnown(subject: string): Promise<void> {
    const [unknown] = await this.deps.catalog.unknownAmong([subject]);
    if (!unknown) return;
    const name = subject.split('/').at(-1)!;
    const like = await this.deps.catalog.refsLike(name);
    throw new InputError(
      like.length > 0
        ? `The catalog has no '${subject}'; perhaps you mean ${like.join(', ')}`
        : `The catalog has no '${subject}'; it takes users and groups of the directory, such as group:default/flyloft-it`,
    );
  }

  private async rolesOf(subject: string): Promise<string[]> {
    return this.rolesAmong(subject, await this.deps.grants.list());
  }

  private rolesAmong(subject: string, grants: RoleGrant[]): string[] {
    return roles.filter(
      role =>
        this.files[role].includes(subject) ||
        grants.some(each => each.role === role && each.subjectRef === subject),
    );
  }
}

function refIn(text: string): string {
  const wrong = new InputError(
    `subject: '${text}' names neither a user nor a group; write user:default/ida or group:default/flyloft-it`,
  );
  try {
    const ref = parseEntityRef(text);
    if (!/^(user|group)$/i.test(ref.kind)) throw wrong;
    return stringifyEntityRef(ref);
  } catch {
    throw wrong;
  }
}

const fromFile = (
  role: RoleAssignment['role'],
  subject: string,
): RoleAssignment => ({
  id: `${role} ${subject}`,
  role,
  subject,
  source: 'file',
  key: `flyloft.roles.${role}`,
  reason: null,
  grantedBy: null,
  grantedAt: null,
});

function toAssignment(grant: RoleGrant): RoleAssignment {
  const { id, role, subjectRef, reason, grantedBy } = grant;
  return {
    id,
    role: role as RoleAssignment['role'],
    subject: subjectRef,
    source: 'page',
    key: null,
    reason,
    grantedBy,
    grantedAt: grant.grantedAt.toISOString(),
  };
}
