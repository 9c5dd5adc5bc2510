import { run, sql } from '@flyloft/backend-kit';
import {
  clearingWord,
  ownerRefSchema,
  personRefPrefix,
} from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import type { OwnerDirectory } from '../owners/ownerDirectory';
import { PersonStore } from '../people/PersonStore';
import { noOwner, type ImportedGuest, type OwnerWord } from './planRow';
import type { ImportRow } from './readImport';

const ownerColumns = ['technicalOwner', 'businessOwner'] as const;

/** Knows who is meant by an owner in a file, and how exports name owners. */
export class OwnerWordStore {
  constructor(
    private readonly db: Knex,
    private readonly directory: OwnerDirectory,
  ) {}

  /** Who is meant by the owners of some rows, asked once for all of them. */
  async words(rows: readonly ImportRow[]): Promise<Map<string, OwnerWord>> {
    const words = new Set(
      rows.flatMap(row =>
        ownerColumns.map(column => row.cells.get(column)?.trim() ?? ''),
      ),
    );
    words.delete('');
    words.delete(clearingWord);
    const all = [...words];
    const refs = all.filter(word => ownerRefSchema.safeParse(word).success);
    const peopleRefs = refs.filter(ref => ref.startsWith(personRefPrefix));
    const catalogRefs = refs.filter(ref => !ref.startsWith(personRefPrefix));
    const unknown = new Set(
      catalogRefs.length > 0
        ? await this.directory.unknownAmong(catalogRefs)
        : [],
    );
    const people = await new PersonStore(this.db).byRefs(peopleRefs);
    const named = await peopleNamed(
      this.db,
      all.filter(word => !refs.includes(word)),
    );
    return new Map(
      all.map(word => {
        if (refs.includes(word)) {
          const known = word.startsWith(personRefPrefix)
            ? people.has(word)
            : !unknown.has(word);
          return [word, known ? { ref: word } : { fault: noOwner(word) }];
        }
        return [word, named(word)];
      }),
    );
  }

  /** The owners of guests as exports name them. */
  async labels(guests: readonly ImportedGuest[]): Promise<Map<string, string>> {
    const refs = guests
      .flatMap(guest => [guest.technicalOwner, guest.businessOwner])
      .filter(ref => ref?.startsWith(personRefPrefix) ?? false) as string[];
    const people = await new PersonStore(this.db).byRefs([...new Set(refs)]);
    return new Map([...people].map(([ref, { name }]) => [ref, name]));
  }
}

async function peopleNamed(
  db: Knex,
  words: string[],
): Promise<(word: string) => OwnerWord> {
  const rows = await run<{ id: string; name: string; email: string | null }>(
    db,
    sql`select id, lower(name) as name, lower(email) as email from external_people
      where lower(name) in (select lower(word) from unnest(${words}::text[]) word)
        or lower(email) in (select lower(word) from unnest(${words}::text[]) word)`,
  );
  return word => {
    const wanted = word.toLowerCase();
    const byEmail = rows.filter(person => person.email === wanted);
    const meant =
      byEmail.length > 0 ? byEmail : rows.filter(row => row.name === wanted);
    if (meant.length === 1) return { ref: `${personRefPrefix}${meant[0]!.id}` };
    return {
      fault:
        meant.length > 1
          ? `there are ${meant.length} external people called '${word}'; write the e-mail address`
          : noOwner(word),
    };
  };
}
