import type { Fact, Filter } from '@flyloft/kit-common';
import { useAnswer, type Answer } from '../answer/useAnswer';
import { valueWords } from './filterWords';

/** One value that a fact can be narrowed to. */
export interface Choice {
  value: string;
  label: string;
  count?: number;
}

/** Asks for the values of a fact, most frequent first. */
export type LoadChoices = (
  fact: string,
  signal: AbortSignal,
) => Promise<Choice[]>;

/**
 * The values of a fact to choose from, asked for only when somebody looks:
 * the editor is open, or a condition holds an id whose name must be shown.
 */
export function useChoices(options: {
  name: string;
  fact: Fact;
  filters: Filter[];
  open: boolean;
  load: LoadChoices | undefined;
}): Answer<Choice[]> {
  const { name, fact, filters, open, load } = options;
  const needed = open || (fact.kind === 'reference' && filters.length > 0);
  // Opened, they are asked for once: a click on one must not reorder the rest.
  const values = filters.flatMap(filter => filter.values);
  const key = open ? 'open' : JSON.stringify(values);
  return useAnswer(`${name}:${needed}:${key}`, async signal => {
    if (!needed) return fixedChoices(fact, []);
    return fixedChoices(fact, load ? await load(name, signal) : []);
  });
}

/** A choice's own values come first and always, counted where a count is known. */
export function fixedChoices(fact: Fact, loaded: Choice[]): Choice[] {
  if (!fact.choices) return loaded;
  const counted = new Map(loaded.map(choice => [choice.value, choice.count]));
  return fact.choices.map(value => ({
    value,
    label: valueWords(value, fact),
    count: loaded.length > 0 ? (counted.get(value) ?? 0) : undefined,
  }));
}
