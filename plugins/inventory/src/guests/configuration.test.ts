import { aGuest } from '../__testUtils__/builders';
import { configurationKnown, hasUnlimitedCpus } from './configuration';

const unread = {
  agentState: 'unknown',
  sockets: null,
  nicCount: 0,
  diskCount: 0,
  vcpus: null,
} as const;

it('tells a configuration that says nothing from one that was never read', () => {
  expect(configurationKnown(aGuest(unread))).toBe(false);
  expect(configurationKnown(aGuest({ ...unread, agentState: 'none' }))).toBe(
    true,
  );
  // A machine whose agent did not say anything yet.
  expect(configurationKnown(aGuest({ ...unread, sockets: 1 }))).toBe(true);
});

it.each([
  [{ type: 'container', agentState: 'none', vcpus: null }, true],
  [{ type: 'container', agentState: 'none', vcpus: 4 }, false],
  [{ ...unread, type: 'container' }, false],
  [{ type: 'virtual-machine', vcpus: null }, false],
] as const)('%p has unlimited CPUs: %p', (part, unlimited) => {
  expect(hasUnlimitedCpus(aGuest(part))).toBe(unlimited);
});
