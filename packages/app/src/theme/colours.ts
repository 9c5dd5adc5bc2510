/**
 * The colours Material UI computes with, for the pages of Backstage's own
 * plugins. It can't read CSS variables, so these repeat `theme.css`;
 * `theme.test.ts` fails when the two differ.
 */
export interface Colours {
  ground: string;
  surface: string;
  raised: string;
  text: string;
  textQuiet: string;
  textDisabled: string;
  border: string;
  borderStrong: string;
  accent: string;
  accentStrong: string;
  onAccent: string;
  link: string;
  good: string;
  bad: string;
  badGround: string;
  warning: string;
  warningGround: string;
  note: string;
  noteGround: string;
}

export const light: Colours = {
  ground: '#f5f6f8',
  surface: '#ffffff',
  raised: '#ebeef1',
  text: '#14191f',
  textQuiet: '#56606b',
  textDisabled: '#8a939d',
  border: '#dde2e7',
  borderStrong: '#848e99',
  accent: '#0d6b7c',
  accentStrong: '#0a5866',
  onAccent: '#ffffff',
  link: '#0d6070',
  good: '#1a6e37',
  bad: '#b3261e',
  badGround: '#fdeae8',
  warning: '#8a4f00',
  warningGround: '#fdf1dc',
  note: '#0b5cad',
  noteGround: '#e4effb',
};

export const dark: Colours = {
  ground: '#14171b',
  surface: '#1b1f24',
  raised: '#2a3037',
  text: '#e6e9ec',
  textQuiet: '#a0abb6',
  textDisabled: '#6b7580',
  border: '#2f363d',
  borderStrong: '#76818c',
  accent: '#58b9cb',
  accentStrong: '#74c8d7',
  onAccent: '#0b1517',
  link: '#6cc7d8',
  good: '#6fca8c',
  bad: '#f58f86',
  badGround: '#3a1a18',
  warning: '#e9b052',
  warningGround: '#33260f',
  note: '#7db7f2',
  noteGround: '#16283c',
};

/** Which variable of `theme.css` each colour repeats. */
export const variables: Record<keyof Colours, string> = {
  ground: '--bui-bg-app',
  surface: '--bui-bg-neutral-1',
  raised: '--bui-bg-neutral-3',
  text: '--bui-fg-primary',
  textQuiet: '--bui-fg-secondary',
  textDisabled: '--bui-fg-disabled',
  border: '--bui-border-1',
  borderStrong: '--bui-border-2',
  accent: '--bui-accent-bg',
  accentStrong: '--bui-accent-bg-hover',
  onAccent: '--bui-accent-fg',
  link: '--fly-link',
  good: '--bui-fg-positive',
  bad: '--bui-fg-negative',
  badGround: '--bui-negative-bg-subdued',
  warning: '--bui-fg-warning',
  warningGround: '--bui-warning-bg-subdued',
  note: '--bui-fg-announcement',
  noteGround: '--bui-announcement-bg-subdued',
};
