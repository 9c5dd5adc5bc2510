import { ConfigReader } from '@backstage/config';
import { readSettings } from './settings';

const read = (data: object) =>
  readSettings(new ConfigReader(data as never), 'north');
const plain = {
  endpoint: 'https://prism.example.org:9440',
  username: 'flyloft',
  password: 'secret',
};

it('takes what was left out from the defaults', () => {
  expect(read(plain)).toEqual({
    endpoint: plain.endpoint,
    credentials: { kind: 'basic', username: 'flyloft', password: 'secret' },
    trust: { ca: undefined, fingerprints: undefined },
    requestTimeoutMilliseconds: 30_000,
    parallelCalls: 4,
  });
  expect(read({ endpoint: plain.endpoint, apiKey: 'k' }).credentials).toEqual({
    kind: 'api-key',
    apiKey: 'k',
  });
});

it.each([
  [
    { ...plain, endpoint: undefined },
    "nutanix.endpoint of platform 'north' is missing",
  ],
  [{ ...plain, endpoint: 'http://prism:9440' }, 'must begin with https://'],
  [{ ...plain, endpoint: 'https://prism:9440/api' }, 'must end after the port'],
  [{ ...plain, apiKey: 'k' }, 'are both set'],
  [{ endpoint: plain.endpoint, apiKey: 'a b' }, 'nutanix.apiKey'],
  [{ ...plain, password: undefined }, 'nutanix.password'],
  [{ ...plain, username: 'a:b' }, 'must not hold a colon'],
  [{ ...plain, parallelCalls: 11 }, 'must be 1 to 10'],
  [{ ...plain, requestTimeout: { seconds: 1 } }, 'between 5 and 300 seconds'],
  [{ ...plain, fingerprints: ['ab'] }, 'SHA-256 fingerprint'],
])('refuses %j', (data, words) => {
  expect(() => read(data)).toThrow(words);
});
