import { ConfigReader } from '@backstage/config';
import type { LabEstate } from '@flyloft/backend-kit/testing';
import { kubevirtPlatform } from '../kubevirtPlatform';

/** A collector of the lab's cluster, configured as README says. */
export function labCollector(estate: LabEstate, overrides: object = {}) {
  return kubevirtPlatform.createCollector({
    id: estate.id,
    title: estate.title,
    config: new ConfigReader({
      server: estate.url,
      token: estate.token,
      ca: estate.caPem,
      ...overrides,
    }),
  });
}
