import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { dark, light, variables, type Colours } from './colours';

const css = readFileSync(resolve(__dirname, 'theme.css'), 'utf8');

/** The variables of the first block whose selector holds this text. */
function blockOf(selector: string): Record<string, string> {
  const start = css.indexOf('{', css.indexOf(selector));
  const block = css.slice(start, css.indexOf('\n}', start));
  return Object.fromEntries(
    [...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(match => [
      match[1],
      match[2],
    ]),
  );
}

const modes: Array<[string, Colours, Record<string, string>]> = [
  ['light', light, blockOf("[data-theme-mode='light'][data-theme-mode] {")],
  ['dark', dark, blockOf("[data-theme-mode='dark'][data-theme-mode] {")],
];

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map(at => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}

const grounds = ['app', 'neutral-1', 'neutral-2', 'neutral-3'].map(
  name => `--bui-bg-${name}`,
);
const texts = [
  ...[
    'primary',
    'secondary',
    'positive',
    'negative',
    'warning',
    'announcement',
  ].map(name => `--bui-fg-${name}`),
  '--fly-link',
];
const textPairs: Array<[string, string]> = [
  ...grounds.flatMap(ground =>
    texts.map((text): [string, string] => [text, ground]),
  ),
  ['--bui-accent-fg', '--bui-accent-bg'],
  ['--bui-accent-fg', '--bui-accent-bg-hover'],
  ['--bui-warning-fg', '--bui-warning-bg'],
  ['--bui-negative-fg', '--bui-negative-bg'],
  ...['announcement', 'warning', 'negative', 'positive'].map(
    (name): [string, string] => [
      `--bui-${name}-fg-subdued`,
      `--bui-${name}-bg-subdued`,
    ],
  ),
];

describe.each(modes)('the %s theme', (_name, colours, declared) => {
  it.each(Object.entries(variables))(
    'says the same %s to Material UI as to the rest',
    (colour, variable) => {
      expect(declared[variable]).toBe(colours[colour as keyof Colours]);
    },
  );

  it.each(textPairs)('keeps %s readable on %s (4.5 to 1)', (text, ground) => {
    expect(contrast(declared[text]!, declared[ground]!)).toBeGreaterThanOrEqual(
      4.5,
    );
  });

  it.each(['--bui-ring', '--bui-border-2'])(
    'keeps %s apart from every ground (3 to 1)',
    line => {
      for (const ground of ['--bui-bg-app', '--bui-bg-neutral-1']) {
        expect(
          contrast(declared[line]!, declared[ground]!),
        ).toBeGreaterThanOrEqual(3);
      }
    },
  );
});
