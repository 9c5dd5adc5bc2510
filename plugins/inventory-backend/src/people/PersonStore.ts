import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  anyOf,
  containing,
  raw,
  readPage,
  sql,
  type ListDefinition,
} from '@flyloft/backend-kit';
import type { ListQuery } from '@flyloft/kit-common';
import {
  personFacts,
  personRefPrefix,
  type Person,
  type PersonInput,
} from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';

interface PersonRow {
  id: string;
  name: string;
  email: string | null;
  designation: string | null;
  department: string | null;
  created_at: Date;
  created_by: string;
}

/** Keeps the owners who have no account: external people. */
export class PersonStore {
  constructor(private readonly db: Knex) {}

  /** One page of people. */
  async list(query: ListQuery) {
    const page = await readPage<PersonRow>(this.db, personList(query), query);
    return { ...page, items: page.rows.map(toPerson) };
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<Person> {
    const row = await this.db<PersonRow>('external_people')
      .where({ id })
      .first();
    if (!row) throw new NotFoundError(`There is no person '${id}'`);
    return toPerson(row);
  }

  /** People by what names them as owners. */
  async byRefs(refs: string[]): Promise<Map<string, Person>> {
    if (refs.length === 0) return new Map();
    const rows = await this.db<PersonRow>('external_people').whereIn(
      'id',
      refs.map(ref => ref.slice(personRefPrefix.length)),
    );
    return new Map(
      rows.map(toPerson).map(person => [person.ref, person] as const),
    );
  }

  /** @throws ConflictError when somebody has this e-mail address already. */
  async create(input: PersonInput, by: string): Promise<Person> {
    const [row] = await this.db<PersonRow>('external_people')
      .insert({ ...columnsOf(input), created_by: by })
      .returning('*')
      .catch(error => refuseSameEmail(error, input));
    return toPerson(row!);
  }

  /** Changes what is known of a person; answers with before and after. */
  async update(id: string, input: PersonInput) {
    return this.db.transaction(async tx => {
      const before = await tx<PersonRow>('external_people')
        .where({ id })
        .forUpdate()
        .first();
      if (!before) throw new NotFoundError(`There is no person '${id}'`);
      const [after] = await tx<PersonRow>('external_people')
        .where({ id })
        .update(columnsOf(input))
        .returning('*')
        .catch(error => refuseSameEmail(error, input));
      return { before: toPerson(before), after: toPerson(after!) };
    });
  }
}

function columnsOf(input: PersonInput) {
  return {
    name: input.name,
    email: input.email ?? null,
    designation: input.designation ?? null,
    department: input.department ?? null,
  };
}

function refuseSameEmail(error: { code?: string }, input: PersonInput): never {
  if (error.code !== '23505') throw error;
  throw new ConflictError(`There is a person with '${input.email}' already`);
}

function personList(query: ListQuery): ListDefinition {
  if (query.at || query.deleted) {
    throw new InputError(`People have no past; leave out 'at' and 'deleted'`);
  }
  return {
    facts: personFacts,
    columns: {
      name: { value: 'x.name', required: true },
      email: { value: 'x.email' },
      designation: { value: 'x.designation' },
      department: { value: 'x.department' },
      createdAt: { value: 'x.created_at' },
    },
    from: raw('external_people x'),
    select: raw('x.*'),
    id: { expression: 'x.id', type: 'uuid' },
    defaultSort: 'name',
    search: text =>
      anyOf([
        sql`x.name ilike ${containing(text)}`,
        sql`x.email ilike ${containing(text)}`,
      ]),
    conditions: [],
  };
}

function toPerson(row: PersonRow): Person {
  return {
    id: row.id,
    ref: `${personRefPrefix}${row.id}`,
    name: row.name,
    email: row.email,
    designation: row.designation,
    department: row.department,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
  };
}
