import {
  certificateEnd,
  nodesInMaintenance,
  replicationSchema,
  replicationWords,
  subscriptionEnd,
  subscriptionSchema,
  subscriptionWords,
} from './nodeAnswers';

it('takes the certificate that the interface shows', () => {
  const own = { filename: 'pve-ssl.pem', notafter: 1_800_000_000 };
  const root = { filename: 'pve-root-ca.pem', notafter: 2_000_000_000 };
  const bought = { filename: 'pveproxy-ssl.pem', notafter: 1_790_000_000 };
  const end = (seconds: number) => new Date(seconds * 1000).toISOString();
  expect(certificateEnd([root, own])).toBe(end(1_800_000_000));
  expect(certificateEnd([own, bought])).toBe(end(1_790_000_000));
  expect(certificateEnd([root])).toBeNull();
});

it.each([
  [{ status: 'active', level: 'c' }, 'community: active'],
  [{ status: 'Active', level: 'p' }, 'premium: active'],
  [{ status: 'expired', level: 'x' }, 'x: expired'],
  [{ status: 'notfound' }, 'none'],
  [{}, 'none'],
])('says of a subscription %j: %s', (answer, words) => {
  expect(subscriptionWords(subscriptionSchema.parse(answer))).toBe(words);
});

it('reads the day a subscription is due', () => {
  expect(
    subscriptionEnd(subscriptionSchema.parse({ nextduedate: '2027-03-01' })),
  ).toBe('2027-03-01T00:00:00.000Z');
  expect(
    subscriptionEnd(subscriptionSchema.parse({ nextduedate: 'soon' })),
  ).toBeNull();
});

it('never takes the key of a subscription in', () => {
  expect(
    Object.keys(subscriptionSchema.parse({ status: 'active', key: 'pve1c-1' })),
  ).not.toContain('key');
});

it.each([
  ['that works', [{ target: 'e2' }], 'e2: ok'],
  [
    'that fails',
    [{ target: 'e2', error: 'no route\nmore', fail_count: 3 }],
    'e2: failed: no route',
  ],
  ['that failed once', [{ target: 'e2', fail_count: '1' }], 'e2: failed'],
  [
    'to two nodes',
    [{ target: 'e3', disable: 1 }, { target: 'e2' }],
    'e2: ok, e3: disabled',
  ],
])('says of replication %s', (_, jobs, words) => {
  expect(replicationWords(replicationSchema.parse(jobs))).toBe(words);
});

it('knows which nodes are in maintenance', () => {
  expect(
    nodesInMaintenance([
      { type: 'lrm', node: 'a', status: 'a (maintenance mode, Sat)' },
      { type: 'lrm', node: 'b', status: 'b (active, Sat)' },
      { type: 'master', node: 'c', status: 'c (maintenance mode)' },
    ]),
  ).toEqual(new Set(['a']));
});
