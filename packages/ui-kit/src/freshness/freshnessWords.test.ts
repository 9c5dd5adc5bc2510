import { joinFreshness, type PlatformFreshness } from '@flyloft/kit-common';
import { freshnessWords, stalenessWarning } from './freshnessWords';

const now = new Date('2026-11-21T12:00:00Z');

function aPlatform(part: Partial<PlatformFreshness> = {}): PlatformFreshness {
  return {
    platformId: 'pve-west',
    title: 'West',
    state: 'fresh',
    collectedAt: '2026-11-21T11:58:00Z',
    intervalSeconds: 300,
    problem: null,
    ...part,
  };
}

describe('freshnessWords', () => {
  it('says the age, and that all is well', () => {
    expect(freshnessWords(joinFreshness([aPlatform()]), now)).toBe(
      'as of 2 min ago',
    );
    expect(
      freshnessWords(
        joinFreshness([aPlatform(), aPlatform({ platformId: 'b' })]),
        now,
      ),
    ).toBe('as of 2 min ago · 2 platforms ok');
  });

  it('names the platform that is not fresh', () => {
    const failed = aPlatform({
      title: 'East',
      state: 'failed',
      problem: 'no answer',
    });
    expect(freshnessWords(joinFreshness([aPlatform(), failed]), now)).toBe(
      'as of 2 min ago · East not up to date',
    );
  });

  it('does not invent an age before the first sync', () => {
    const never = aPlatform({ state: 'never', collectedAt: null });
    expect(freshnessWords(joinFreshness([never]), now)).toBe(
      'not collected yet · West without data',
    );
  });
});

describe('stalenessWarning', () => {
  it('is silent while everything is fresh', () => {
    expect(stalenessWarning(joinFreshness([aPlatform()]), now)).toBeUndefined();
  });

  it('gives the reason of a failed sync and the age of what is shown', () => {
    const warning = stalenessWarning(
      joinFreshness([
        aPlatform({ state: 'failed', problem: 'the token was refused' }),
      ]),
      now,
    );
    expect(warning).toContain('2 min ago');
    expect(warning).toContain('the token was refused');
  });

  it('ends a reason that is a sentence with one full stop', () => {
    const held = 'The last sync is held. Confirm it if they are really gone.';
    const warning = stalenessWarning(
      joinFreshness([aPlatform({ state: 'failed', problem: held })]),
      now,
    );
    expect(warning).toMatch(/really gone\.$/);
    expect(warning).not.toContain('..');
  });
});
