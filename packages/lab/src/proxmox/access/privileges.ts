/**
 * Proxmox' privileges and the roles it ships, by major version. Version 9
 * took VM.Monitor away and split what it allowed into VM.GuestAgent.*.
 */

/** The versions whose privileges differ. */
export type MajorVersion = 8 | 9;

/** A role by its privileges; `special` marks the ones Proxmox ships. */
export interface Role {
  readonly privileges: ReadonlySet<string>;
  readonly special: boolean;
}

/**
 * How far a privilege reaches: what an auditor, a user and an administrator of
 * that area have. `root` ones are only in Administrator.
 */
type Grade = 'audit' | 'user' | 'admin' | 'root';

type Area = Partial<Record<Grade, readonly string[]>>;

const areas: Readonly<Record<string, Area>> = {
  VM: {
    audit: ['VM.Audit'],
    user: [
      'VM.Backup',
      'VM.Config.CDROM',
      'VM.Config.Cloudinit',
      'VM.Console',
      'VM.PowerMgmt',
    ],
    admin: [
      'VM.Allocate',
      'VM.Clone',
      'VM.Config.CPU',
      'VM.Config.Disk',
      'VM.Config.HWType',
      'VM.Config.Memory',
      'VM.Config.Network',
      'VM.Config.Options',
      'VM.Migrate',
      'VM.Snapshot',
      'VM.Snapshot.Rollback',
    ],
  },
  Sys: {
    audit: ['Sys.Audit'],
    admin: ['Sys.Console', 'Sys.Syslog'],
    root: [
      'Sys.AccessNetwork',
      'Sys.Incoming',
      'Sys.Modify',
      'Sys.PowerMgmt',
      'Realm.Allocate',
    ],
  },
  Datastore: {
    audit: ['Datastore.Audit'],
    user: ['Datastore.AllocateSpace'],
    admin: ['Datastore.Allocate', 'Datastore.AllocateTemplate'],
  },
  SDN: {
    audit: ['SDN.Audit'],
    user: ['SDN.Use'],
    admin: ['SDN.Allocate'],
  },
  User: {
    admin: ['Group.Allocate', 'Realm.AllocateUser', 'User.Modify'],
  },
  Pool: {
    audit: ['Pool.Audit'],
    admin: ['Pool.Allocate'],
  },
  Mapping: {
    audit: ['Mapping.Audit'],
    user: ['Mapping.Use'],
    admin: ['Mapping.Modify'],
  },
};

const guestPrivileges: Readonly<Record<MajorVersion, Area>> = {
  8: { admin: ['VM.Monitor'] },
  9: {
    audit: ['VM.GuestAgent.Audit'],
    user: [
      'VM.GuestAgent.FileRead',
      'VM.GuestAgent.FileSystemMgmt',
      'VM.GuestAgent.FileWrite',
    ],
    admin: ['VM.GuestAgent.Unrestricted', 'VM.Replicate'],
  },
};

/** Grants of these roles don't follow from the areas. */
const templateUser = ['VM.Audit', 'VM.Clone'];

function areasOf(version: MajorVersion): Array<[string, Area]> {
  return Object.entries(areas).map(([name, area]) => {
    if (name !== 'VM') return [name, area];
    const added = guestPrivileges[version];
    return [
      name,
      {
        audit: [...(area.audit ?? []), ...(added.audit ?? [])],
        user: [...(area.user ?? []), ...(added.user ?? [])],
        admin: [...(area.admin ?? []), ...(added.admin ?? [])],
      },
    ];
  });
}

/** Every privilege the version knows, sorted. */
export function privilegesOf(version: MajorVersion): string[] {
  const all = areasOf(version).flatMap(([, area]) =>
    Object.values(area).flat(),
  );
  return [...all, 'Permissions.Modify'].sort();
}

/** The roles the version ships. */
export function builtInRoles(version: MajorVersion): Map<string, Role> {
  const grants = new Map<string, string[]>([
    ['NoAccess', []],
    ['Administrator', privilegesOf(version)],
    ['PVETemplateUser', templateUser],
  ]);
  const grant = (role: string, privileges: readonly string[]) =>
    grants.set(role, [...(grants.get(role) ?? []), ...privileges]);

  for (const [name, { audit = [], user = [], admin = [] }] of areasOf(
    version,
  )) {
    grant(`PVE${name}Admin`, [...admin, ...user, ...audit]);
    grant('PVEAdmin', [...admin, ...user, ...audit]);
    grant('PVEAuditor', audit);
    // The pool area has no privilege of its own for users but does have the role.
    if (user.length > 0 || name === 'Pool') {
      grant(`PVE${name}User`, [...user, ...audit]);
    }
  }
  // Mapping host devices into guests is kept from the general administrator.
  const admin = grants.get('PVEAdmin') ?? [];
  grants.set(
    'PVEAdmin',
    admin.filter(privilege => privilege !== 'Mapping.Modify'),
  );

  return new Map(
    [...grants].map(([role, privileges]) => [
      role,
      { privileges: new Set(privileges), special: true },
    ]),
  );
}
