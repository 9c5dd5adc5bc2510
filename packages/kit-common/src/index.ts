/**
 * What every API and every list of the portal share: facts, filters, pages,
 * freshness. Deliberately knows no context and does no IO.
 *
 * @packageDocumentation
 */
export * from './freshness/freshness';
export * from './paging/facts';
export * from './paging/filters';
export * from './paging/listQuery';
export * from './paging/page';
export * from './paging/span';
