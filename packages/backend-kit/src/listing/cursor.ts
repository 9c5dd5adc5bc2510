import { InputError } from '@backstage/errors';
import { z } from 'zod';

/** Where a page ended: the sort it belongs to, the last row's key and id. */
export interface Cursor {
  sort: string;
  value: string;
  id: string;
}

const cursorSchema = z.tuple([z.string(), z.string(), z.string()]);

/** Writes a cursor for callers to hand back; they must not read it. */
export function formatCursor(cursor: Cursor): string {
  return Buffer.from(
    JSON.stringify([cursor.sort, cursor.value, cursor.id]),
  ).toString('base64url');
}

/** The refusal of a cursor that no page of the list ended with. */
export function foreignCursor(): InputError {
  return new InputError(
    'The cursor is not one that this list gave out; start again without it',
  );
}

/**
 * Reads a cursor that `formatCursor` wrote.
 *
 * @throws InputError when it was changed, or belongs to another sort.
 */
export function parseCursor(text: string, sort: string): Cursor {
  const found = cursorSchema.safeParse(decode(text));
  if (!found.success) {
    throw foreignCursor();
  }
  const [cursorSort, value, id] = found.data;
  if (cursorSort !== sort) {
    throw new InputError(
      `The cursor belongs to the sort '${cursorSort}', not '${sort}'; start again without it`,
    );
  }
  return { sort: cursorSort, value, id };
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    // Not JSON is "not ours", which the caller says in words.
    return undefined;
  }
}
