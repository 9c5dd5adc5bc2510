/** A moment of the morning of the tests. */
export const at = (minute: number) =>
  new Date(Date.UTC(2026, 10, 21, 10, minute)).toISOString();

/** The first line of a push. */
export const begin = (minute: number, complete = true) => ({
  kind: 'begin',
  complete,
  source: 'n8n on ops-1',
  collectedAt: at(minute),
});

/** A record of a guest. */
export const guest = (id: string, more: object = {}) => ({
  kind: 'guest',
  externalId: id,
  name: `vm-${id}`,
  powerState: 'running',
  hostExternalId: 'h1',
  ...more,
});

/** What guests stand on. */
export const ground = [
  { kind: 'cluster', externalId: 'c1', name: 'main' },
  {
    kind: 'host',
    externalId: 'h1',
    name: 'host-1',
    clusterExternalId: 'c1',
    status: 'online',
  },
];

/** Records as a body. */
export const lines = (...records: object[]) =>
  records.map(record => `${JSON.stringify(record)}\n`).join('');

/** A whole picture: the ground and these. */
export const whole = (minute: number, ...records: object[]) =>
  lines(begin(minute), ...ground, ...records, {
    kind: 'end',
    count: ground.length + records.length,
  });

/** A part of one. */
export const part = (minute: number, ...records: object[]) =>
  lines(begin(minute, false), ...records, {
    kind: 'end',
    count: records.length,
  });
