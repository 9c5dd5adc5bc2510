import { ConfigReader } from '@backstage/config';
import { readSettings } from './settings';

const usable = {
  endpoint: 'https://vcenter.example.org',
  username: 'flyloft@vsphere.local',
  password: 'secret',
};
const read = (config: object) => readSettings(new ConfigReader(config), 'vc');

it('has defaults for what is not set', () => {
  expect(read(usable)).toMatchObject({
    endpoint: 'https://vcenter.example.org',
    requestTimeoutMilliseconds: 60_000,
    pageSize: 250,
    uiUrl: 'https://vcenter.example.org',
  });
});

it.each([
  ['endpoint', { endpoint: undefined }],
  ['endpoint', { endpoint: 'http://vcenter.example.org' }],
  ['endpoint', { endpoint: 'https://vcenter.example.org/sdk' }],
  ['endpoint', { endpoint: 'https://user:pass@vcenter.example.org' }],
  ['username', { username: undefined }],
  ['password', { password: undefined }],
  ['ca', { ca: 'not PEM' }],
  ['fingerprints[0]', { fingerprints: ['12:34'] }],
  ['pageSize', { pageSize: 5 }],
  ['requestTimeout', { requestTimeout: { milliseconds: 1 } }],
  ['uiUrl', { uiUrl: 'nowhere' }],
])('names the key that is wrong: %s', (key, wrong) => {
  expect(() => read({ ...usable, ...wrong })).toThrow(
    `vsphere.${key} of platform 'vc'`,
  );
});
