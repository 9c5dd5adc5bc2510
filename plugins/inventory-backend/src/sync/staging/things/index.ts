import { clusterTable } from './clusterTable';
import { hostTable } from './hostTable';
import { imageTable } from './imageTable';
import { networkTable } from './networkTable';
import { storageTable } from './storageTable';

/** The tables of things, in the order in which they refer to each other. */
export const thingTables = {
  clusters: clusterTable,
  hosts: hostTable,
  networks: networkTable,
  storages: storageTable,
  images: imageTable,
} as const;

export * from './thingTable';
