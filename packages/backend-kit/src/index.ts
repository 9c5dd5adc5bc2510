/**
 * What every backend shares: parsing, permissions, lists. Knows no context.
 *
 * @packageDocumentation
 */
export * from './csv/csvFile';
export * from './csv/csvText';
export * from './audit/audited';
export * from './commands/onceOnly';
export * from './http/api';
export * from './http/apiDocument';
export * from './http/apiRouter';
export * from './http/callerName';
export * from './http/entrance';
export * from './http/expectedVersion';
export * from './http/idempotencyKey';
export * from './http/jsonBody';
export * from './http/parse';
export * from './http/requestSession';
export * from './http/sendText';
export * from './http/unknownRoute';
export * from './listing/columns';
export * from './listing/conditions';
export * from './listing/cursor';
export * from './listing/ListStore';
export * from './listing/partialAddress';
export * from './listing/sql';
export * from './listing/streamRows';
export * from './listing/TotalCache';
export * from './migrations/applyMigrations';
export * from './permissions/requireAllowed';
export * from './roles/roles';
export * from './roles/secondFactor';
