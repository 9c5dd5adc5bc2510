import { NodeHealth } from './NodeHealth';

it('leaves a node alone after a failure, longer each time, five minutes at most', () => {
  let now = 0;
  const health = new NodeHealth(() => now);
  const rests: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    health.failed();
    // Further calls of the same moment are the same failure.
    health.failed();
    rests.push((health.restingUntil - now) / 1000);
    now = health.restingUntil;
    expect(health.isResting).toBe(false);
  }
  expect(rests).toEqual([15, 30, 60, 120, 240, 300, 300]);
});

it('forgets it all after an answer', () => {
  let now = 0;
  const health = new NodeHealth(() => now);
  health.failed();
  now = 15_000;
  health.failed();
  health.succeeded();
  expect(health.isResting).toBe(false);
  health.failed();
  expect(health.restingUntil - now).toBe(15_000);
});

it('takes one bad answer for the question’s fault, three in a row for the node’s', () => {
  const health = new NodeHealth(() => 0);
  health.faltered();
  health.faltered();
  health.succeeded();
  health.faltered();
  health.faltered();
  expect(health.isResting).toBe(false);
  health.faltered();
  expect(health.isResting).toBe(true);
});
