/**
 * What tests of several packages share. Never imported by what is shipped.
 *
 * @packageDocumentation
 */
export * from './aLab';
export * from './testDatabase';
export * from './LabIdentity';
export * from './labProcess';
export * from './sqlReport';
