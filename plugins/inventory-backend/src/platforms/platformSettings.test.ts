import { ConfigReader } from '@backstage/config';
import { readPlatformSettings } from './platformSettings';
import { PlatformTypeRegistry } from './PlatformTypeRegistry';

const read = (...platforms: object[]) =>
  readPlatformSettings(new ConfigReader({ inventory: { platforms } } as never));
const west = { id: 'west', type: 'proxmox', proxmox: { token: 'x' } };

it('takes what was left out from the defaults', () => {
  expect(read(west)).toMatchObject([
    {
      id: 'west',
      title: 'west',
      intervalSeconds: 300,
      timeoutSeconds: 900,
      initialDelaySeconds: 5,
    },
  ]);
});

it('reads the schedule', () => {
  const schedule = {
    frequency: { hours: 1, minutes: 30 },
    timeout: 'PT2M',
    initialDelay: { seconds: 0 },
  };
  expect(read({ ...west, schedule })).toMatchObject([
    { intervalSeconds: 5400, timeoutSeconds: 120, initialDelaySeconds: 0 },
  ]);
});

it.each([
  [{ ...west, id: 'West!' }, /platforms\[0\]\.id: 'West!'/],
  [{ id: 'west', type: 'proxmox' }, /platforms\[0\]\.proxmox: missing/],
  [{ type: 'proxmox' }, /platforms\[0\]\.id/],
  [
    { ...west, schedule: { frequency: { seconds: 0 } } },
    /platforms\[0\]\.schedule\.frequency: 0 seconds/,
  ],
])('refuses %j, naming the key', (platform, message) => {
  expect(() => read(platform)).toThrow(message);
});

it('refuses a second platform with the same id', () => {
  expect(() => read(west, west)).toThrow(/platforms\[1\]\.id: 'west' is taken/);
});

describe('platform types', () => {
  const proxmox = { type: 'proxmox', createCollector: jest.fn() };

  it('make a collector from the part under their own name', () => {
    const registry = new PlatformTypeRegistry();
    registry.addPlatformType(proxmox);
    registry.configure(read(west)[0]!, 0);
    const [platform] = proxmox.createCollector.mock.calls[0];
    expect(platform.config.getString('token')).toBe('x');
  });

  it('that nobody added are refused with those that are there', () => {
    const registry = new PlatformTypeRegistry();
    registry.addPlatformType(proxmox);
    const [odd] = read({ id: 'x', type: 'xen', xen: {} });
    expect(() => registry.configure(odd!, 3)).toThrow(
      /platforms\[3\]\.type: 'xen' is not known; this portal has modules for: proxmox/,
    );
  });

  it('can be added once', () => {
    const registry = new PlatformTypeRegistry();
    registry.addPlatformType(proxmox);
    expect(() => registry.addPlatformType(proxmox)).toThrow(/another module/);
  });
});
