import { ConfigReader } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { readSettings } from './settings';

const good = {
  endpoints: [
    'https://pve1.example.org:8006',
    'https://pve2.example.org:8006/',
  ],
  tokenId: 'flyloft@pve!portal',
  tokenSecret: 'secret-of-the-token',
};
const read = (change: object) =>
  readSettings(new ConfigReader({ ...good, ...change }), 'west');

it('reads a platform with what it leaves out', () => {
  expect(read({})).toEqual({
    endpoints: [
      'https://pve1.example.org:8006',
      'https://pve2.example.org:8006',
    ],
    credentials: { kind: 'token', id: good.tokenId, secret: good.tokenSecret },
    trust: { ca: undefined, fingerprints: undefined },
    requestTimeoutMilliseconds: 20_000,
    parallelCalls: 5,
    agent: { enabled: true, timeoutMilliseconds: 3_000 },
    backups: { enabled: true },
    uiUrl: 'https://pve1.example.org:8006',
  });
});

it('reads durations, a user instead of a token, and the rest', () => {
  expect(
    read({
      tokenId: undefined,
      tokenSecret: undefined,
      username: 'flyloft@pve',
      password: 'pw',
      requestTimeout: { minutes: 1 },
      agent: { enabled: false, timeout: '500ms' },
      backups: { enabled: false },
      parallelCalls: 6,
      uiUrl: 'https://proxmox.example.org',
      fingerprints: ['AB:'.repeat(31).concat('CD')],
    }),
  ).toMatchObject({
    credentials: { kind: 'password', username: 'flyloft@pve', password: 'pw' },
    requestTimeoutMilliseconds: 60_000,
    agent: { enabled: false, timeoutMilliseconds: 500 },
    backups: { enabled: false },
    uiUrl: 'https://proxmox.example.org',
  });
});

it.each([
  [
    { endpoints: [] },
    "proxmox.endpoints of platform 'west' must name at least one node",
  ],
  [{ endpoints: undefined }, 'proxmox.endpoints'],
  [
    { endpoints: ['http://pve1:8006'] },
    "proxmox.endpoints[0] of platform 'west' must begin with https://",
  ],
  [{ endpoints: ['pve1:8006'] }, 'must begin with https://'],
  [
    { endpoints: ['nonsense'] },
    "proxmox.endpoints[0] of platform 'west' is not a URL",
  ],
  [{ endpoints: ['https://pve1:8006/api2/json'] }, 'must end after the port'],
  [
    { endpoints: ['https://u:p@pve1:8006'] },
    'must not hold a user or password',
  ],
  [{ endpoints: 7 }, 'endpoints'],
  [{ tokenId: undefined }, "proxmox.tokenId of platform 'west' is missing"],
  [{ tokenSecret: undefined }, 'proxmox.tokenSecret'],
  [{ tokenSecret: 'pässwörd' }, 'proxmox.tokenSecret'],
  [{ tokenSecret: 'a\r\nX-Evil: 1' }, 'in one line'],
  [{ tokenId: 'flyloft@pve' }, 'must look like flyloft@pve!portal'],
  [{ username: 'x@pve' }, 'are both set'],
  [
    { tokenId: undefined, tokenSecret: undefined, username: 'x@pve' },
    'proxmox.password',
  ],
  [
    {
      tokenId: undefined,
      tokenSecret: undefined,
      username: 'x',
      password: 'p',
    },
    'must name the realm',
  ],
  [{ ca: '/etc/pve/pve-root-ca.pem' }, 'proxmox.ca'],
  [
    { ca: '-----BEGIN CERTIFICATE-----\ncut\n-----END CERTIFICATE-----' },
    'proxmox.ca',
  ],
  [{ fingerprints: ['AB:CD'] }, 'proxmox.fingerprints[0]'],
  [{ requestTimeout: 'soon' }, 'proxmox.requestTimeout'],
  [{ requestTimeout: { seconds: 1 } }, 'must be between 5 and 300 seconds'],
  [{ agent: { timeout: { hours: 1 } } }, 'proxmox.agent.timeout'],
  [{ parallelCalls: 7 }, 'must be 1 to 6'],
  [{ parallelCalls: 1.5 }, 'must be 1 to 6'],
  [{ uiUrl: 'proxmox' }, 'proxmox.uiUrl'],
])('refuses %j, naming the key', (change, message) => {
  expect(() => read(change)).toThrow(InputError);
  expect(() => read(change)).toThrow(message);
});

it.each([
  { tokenId: 'bad' },
  { endpoints: [] },
  { username: 'x@pve', password: 'pw-cAnArY' },
])('never repeats a secret in a complaint about %j', change => {
  expect(() => read(change)).not.toThrow(/secret-of-the-token|cAnArY/);
  expect(() => read(change)).toThrow(InputError);
});
