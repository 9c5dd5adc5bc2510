import fs from 'node:fs';
import path from 'node:path';

const css = fs.readFileSync(path.join(__dirname, 'tokens.css'), 'utf8');

function tokensOf(mode: 'light' | 'dark'): Map<string, string> {
  const start = css.indexOf(`[data-theme-mode='${mode}'] {`);
  const block = css.slice(start, css.indexOf('\n}', start));
  return new Map(
    [...block.matchAll(/(--fly-[\w-]+):\s*([^;]+);/g)].map(
      ([, name, value]) => [name!, value!.trim()],
    ),
  );
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort(
    (a, b) => b - a,
  );
  return (light + 0.05) / (dark + 0.05);
}

const texts = [
  '--fly-status-running',
  '--fly-status-stopped',
  '--fly-status-changing',
  '--fly-status-problem',
  '--fly-status-unknown',
  '--fly-fresh',
  '--fly-stale',
  '--fly-failed',
  '--fly-link',
];

describe('tokens', () => {
  // BUI's own grounds: the lightest and the darkest that text may stand on.
  it.each([
    ['light', ['#ffffff', '#f5f5f5']],
    ['dark', ['#1b1f24', '#424141']],
  ] as const)('keep text at AA on the grounds of %s', (mode, grounds) => {
    const tokens = tokensOf(mode);
    for (const name of texts) {
      for (const ground of grounds) {
        expect([
          name,
          ground,
          contrast(tokens.get(name)!, ground) >= 4.5,
        ]).toEqual([name, ground, true]);
      }
    }
  });

  it.each(['light', 'dark'] as const)(
    'keep warnings at AA on their washes in %s',
    mode => {
      const tokens = tokensOf(mode);
      const pairs = [
        ['--fly-stale', '--fly-wash-stale'],
        ['--fly-failed', '--fly-wash-problem'],
        ['--fly-status-changing', '--fly-wash-info'],
      ] as const;
      for (const [text, ground] of pairs) {
        expect(
          contrast(tokens.get(text)!, tokens.get(ground)!),
        ).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  it('are defined for both modes', () => {
    const only = (mode: 'light' | 'dark') =>
      [...tokensOf(mode).keys()]
        .filter(name => name !== '--fly-page-height')
        .sort();
    expect(only('dark')).toEqual(only('light'));
  });
});
