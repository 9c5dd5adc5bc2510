/** A piece of SQL with its bindings, in knex's `?` notation. */
export interface Sql {
  text: string;
  bindings: readonly SqlValue[];
}

/** What a binding may be; arrays become PostgreSQL arrays. */
export type SqlValue = string | number | boolean | Date | null | string[];

/**
 * Makes a piece of SQL: pieces are put in place, every other value becomes a
 * binding, so no value ever turns into SQL text.
 */
export function sql(
  strings: TemplateStringsArray,
  ...parts: Array<Sql | SqlValue>
): Sql {
  let text = '';
  const bindings: SqlValue[] = [];
  strings.forEach((string, index) => {
    text += string;
    if (index >= parts.length) return;
    const part = parts[index]!;
    if (isSql(part)) {
      text += part.text;
      bindings.push(...part.bindings);
    } else {
      text += '?';
      bindings.push(part);
    }
  });
  return { text, bindings };
}

function isSql(part: Sql | SqlValue): part is Sql {
  return typeof part === 'object' && part !== null && 'bindings' in part;
}

/** SQL written in our own source, such as a column; never what a caller sent. */
export function raw(text: string): Sql {
  return { text, bindings: [] };
}

/** Joins conditions by `and`; none at all is `true`. */
export function allOf(conditions: readonly Sql[]): Sql {
  if (conditions.length === 0) return raw('true');
  return join(
    conditions.map(condition => sql`(${condition})`),
    ' and ',
  );
}

/** Joins conditions by `or`; none at all is `false`. */
export function anyOf(conditions: readonly Sql[]): Sql {
  if (conditions.length === 0) return raw('false');
  const any = join(
    conditions.map(condition => sql`(${condition})`),
    ' or ',
  );
  // One term, whatever the caller puts beside it.
  return sql`(${any})`;
}

/** Puts a separator between pieces. */
export function join(pieces: readonly Sql[], separator: string): Sql {
  return {
    text: pieces.map(piece => piece.text).join(separator),
    bindings: pieces.flatMap(piece => piece.bindings),
  };
}
