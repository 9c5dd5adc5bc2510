import type { PrismCentral } from '../PrismCentral.ts';

/** What every entity of v3 is wrapped in. */
export function entity(
  kind: string,
  uuid: string,
  status: object,
  more = {},
): object {
  return {
    status: { state: 'COMPLETE', ...status },
    spec: {},
    metadata: { kind, uuid, spec_version: 1, categories: {}, ...more },
  };
}

/** Another thing by kind, id and name; `own` is what its id is made of here. */
export function reference(
  central: PrismCentral,
  kind: string,
  own: string,
  name: string,
) {
  return { kind, uuid: central.id(own, name), name };
}
