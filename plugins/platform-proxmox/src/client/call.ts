/** Names and values of a query or a form. Truth values are 0 and 1. */
export type Fields = Record<string, string | number>;

/** One call as an entry node gets it. */
export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/api2/json`, its segments encoded. */
  path: string;
  query?: Fields;
  fields?: Fields;
  timeoutMilliseconds: number;
  maxBytes: number;
  /** False for questions that a guest answers: its silence is not the node's. */
  tellsOfNode: boolean;
  signal: AbortSignal;
}

/** `a=1&b=x%3Dy`: a raw `=` or `;` in a value would cut it short. */
export function formOf(fields: Fields): string {
  return Object.entries(fields)
    .map(
      ([name, value]) =>
        `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
    )
    .join('&');
}

/** The path a call asks for, with its query. */
export function targetOf({ path, query }: Call): string {
  const hasQuery = query !== undefined && Object.keys(query).length > 0;
  return `/api2/json${path}${hasQuery ? `?${formOf(query)}` : ''}`;
}
