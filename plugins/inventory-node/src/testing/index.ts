/**
 * What tests of collectors stand on, whatever their platform. It knows nothing
 * of the engine but what the engine promises a collector.
 *
 * @packageDocumentation
 */
export * from './collecting';
export * from './silentLogger';
