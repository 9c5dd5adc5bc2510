import fc from 'fast-check';
import { attachmentSchema } from '../wire/things';
import { attachedNetwork, attachmentKey, observedNetwork } from './networks';

const attachment = (config?: string) =>
  attachmentSchema.parse({
    metadata: { namespace: 'default', name: 'web', uid: 'u' },
    spec: { config },
  });
const read = (config: object) =>
  attachedNetwork(attachment(JSON.stringify(config)));

it.each([
  [{ type: 'bridge', vlan: 20 }, 20, null],
  [{ type: 'bridge', vlan: 0 }, null, null],
  [{ type: 'bridge', vlan: 4095 }, null, null],
  [{ type: 'bridge' }, null, null],
  [
    { plugins: [{ type: 'cnv-bridge', vlan: 30 }, { type: 'tuning' }] },
    30,
    null,
  ],
  [{ type: 'ovn-k8s-cni-overlay', vlanID: 40 }, 40, null],
  [{ type: 'vlan', vlanId: 50 }, 50, null],
  [
    {
      type: 'bridge',
      vlanTrunk: [{ id: 7 }, { minID: 100, maxID: 199 }, { minID: 5 }, null],
    },
    null,
    '7,100-199',
  ],
  [{ type: 'bridge', vlan: '20' }, 20, null],
  [{ plugins: 'none' }, null, null],
])('reads %j', (config, vlanTag, trunks) => {
  expect(read(config)).toMatchObject({ vlanTag, trunks });
});

it('is not troubled by what people wrote', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), config => {
      expect(() => observedNetwork(attachment(config))).not.toThrow();
    }),
  );
  expect(observedNetwork(attachment())).toMatchObject({
    networkKind: 'other',
    vlanTag: null,
  });
});

it('names networks by namespace', () => {
  expect(attachmentKey('web', 'team')).toBe('team/web');
  expect(attachmentKey('default/web', 'team')).toBe('default/web');
});
