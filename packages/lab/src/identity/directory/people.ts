import { createHash } from 'node:crypto';

/** A person who can sign in to the lab, as its directory knows them. */
export type LabUser = {
  id: string;
  username: string;
  firstName: string;
  lastName: string;
  email: string;
  groups: string[];
  /** Whether a second factor is set up, so that signing in asks for a one-time code. */
  secondFactor: boolean;
  createdTimestamp: number;
};

/** A group of the lab's directory; a team group hangs below `teams`. */
export type LabGroup = {
  id: string;
  name: string;
  parent: string | null;
};

/** Everybody and every group of the lab. */
export type People = { users: LabUser[]; groups: LabGroup[] };

type NamedUser = Pick<
  LabUser,
  'username' | 'firstName' | 'lastName' | 'groups' | 'secondFactor'
>;

const domain = 'flyloft.example';
const createdTimestamp = Date.UTC(2025, 2, 3, 8);

const named: NamedUser[] = [
  {
    username: 'admin',
    firstName: 'Alma',
    lastName: 'Bergström',
    groups: ['flyloft-admins', 'team-platform'],
    secondFactor: true,
  },
  {
    username: 'it',
    firstName: 'Ivo',
    lastName: 'Tanner',
    groups: ['flyloft-it'],
    secondFactor: true,
  },
  {
    username: 'ops',
    firstName: 'Olu',
    lastName: 'Pereira',
    groups: ['flyloft-ops'],
    secondFactor: true,
  },
  {
    username: 'org-admin',
    firstName: 'Orla',
    lastName: 'Gallagher',
    groups: ['org-admins', 'payments'],
    secondFactor: false,
  },
  {
    username: 'vdc-admin',
    firstName: 'Victor',
    lastName: 'Dacosta',
    groups: ['vdc-admins', 'team-data'],
    secondFactor: false,
  },
  {
    username: 'engineer',
    firstName: 'Enid',
    lastName: 'Nakamura',
    groups: ['engineers', 'team-web'],
    secondFactor: false,
  },
  {
    username: 'viewer',
    firstName: 'Vera',
    lastName: 'Lindqvist',
    groups: ['viewers'],
    secondFactor: false,
  },
];

const roleGroups = [
  'flyloft-admins',
  'flyloft-it',
  'flyloft-ops',
  'org-admins',
  'vdc-admins',
  'engineers',
  'viewers',
];
const teams = ['payments', 'team-data', 'team-platform', 'team-web'];

const firstNames = [
  'Amara',
  'Bruno',
  'Chiara',
  'Deniz',
  'Elias',
  'Farah',
  'Goran',
  'Hanne',
];
const lastNames = [
  'Okafor',
  'Moreau',
  'Svensson',
  'Petrov',
  'Haddad',
  'Kovac',
  'Ito',
];

/** Derives the id a thing keeps over every restart: Keycloak's ids are UUIDs. */
function stableId(kind: string, name: string): string {
  const hex = createHash('sha256')
    .update(`flyloft-lab/${kind}/${name}`)
    .digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function emailOf(user: NamedUser): string {
  const local = `${user.firstName}.${user.lastName}`
    .normalize('NFD')
    .replace(/[^a-zA-Z.]/g, '')
    .toLowerCase();
  return `${local}@${domain}`;
}

/** An engineer whose only purpose is that the directory has more than one page. */
function crowdMember(number: number): LabUser {
  const username = `person-${String(number).padStart(5, '0')}`;
  return {
    id: stableId('user', username),
    username,
    firstName: firstNames[number % firstNames.length]!,
    lastName: lastNames[number % lastNames.length]!,
    email: `${username}@${domain}`,
    groups: ['engineers', teams[number % teams.length]!],
    secondFactor: false,
    createdTimestamp,
  };
}

/**
 * Makes the lab's people: one user per role of the portal, and as many further
 * engineers as asked for. The same call gives the same ids, always.
 */
export function makePeople(options: { crowd: number }): People {
  const users = named.map(user => ({
    ...user,
    id: stableId('user', user.username),
    email: emailOf(user),
    createdTimestamp,
  }));
  for (let number = 1; number <= options.crowd; number++) {
    users.push(crowdMember(number));
  }

  const groups = [
    ...[...roleGroups, 'teams'].map(name => ({ name, parent: null })),
    ...teams.map(name => ({ name, parent: 'teams' })),
  ].map(group => ({ ...group, id: stableId('group', group.name) }));

  return {
    users: users.sort((a, b) => compare(a.username, b.username)),
    groups: groups.sort((a, b) => compare(a.name, b.name)),
  };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Finds who signs in under this name, which may be the user name or the e-mail address. */
export function findBySignInName(
  people: People,
  name: string,
): LabUser | undefined {
  const wanted = name.trim().toLowerCase();
  return people.users.find(
    user => user.username === wanted || user.email === wanted,
  );
}
