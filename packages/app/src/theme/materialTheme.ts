import {
  createUnifiedTheme,
  palettes,
  type PageTheme,
  type UnifiedTheme,
  type UnifiedThemeOptions,
} from '@backstage/theme';
import type { Colours } from './colours';

const fontFamily =
  "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/**
 * The Material UI theme of Backstage's own pages (catalog, settings), so that
 * they look like the rest: flat, bordered, dense, no capitals, no artwork.
 */
export function materialTheme(
  mode: 'light' | 'dark',
  colours: Colours,
): UnifiedTheme {
  return createUnifiedTheme({
    palette: paletteOf(mode, colours),
    fontFamily,
    typography: typographyOf(),
    defaultPageTheme: 'plain',
    pageTheme: everyPage(plainPage(colours)),
    components: componentsOf(colours),
  });
}

function paletteOf(mode: 'light' | 'dark', colours: Colours) {
  return {
    ...palettes[mode],
    background: { default: colours.ground, paper: colours.surface },
    text: {
      primary: colours.text,
      secondary: colours.textQuiet,
      disabled: colours.textDisabled,
    },
    primary: { main: colours.accent, dark: colours.accentStrong },
    secondary: { main: colours.accent },
    error: { main: colours.bad },
    warning: { main: colours.warning },
    info: { main: colours.note },
    success: { main: colours.good },
    divider: colours.border,
    status: {
      ok: colours.good,
      warning: colours.warning,
      error: colours.bad,
      running: colours.note,
      pending: colours.warning,
      aborted: colours.textQuiet,
    },
    border: colours.border,
    textContrast: colours.text,
    textSubtle: colours.textQuiet,
    textVerySubtle: colours.border,
    highlight: colours.noteGround,
    errorBackground: colours.badGround,
    errorText: colours.bad,
    warningBackground: colours.warningGround,
    warningText: colours.warning,
    infoBackground: colours.noteGround,
    infoText: colours.note,
    link: colours.link,
    linkHover: colours.accentStrong,
    navigation: {
      background: colours.surface,
      indicator: colours.accent,
      color: colours.textQuiet,
      selectedColor: colours.text,
      navItem: { hoverBackground: colours.raised },
      submenu: { background: colours.surface },
    },
    tabbar: { indicator: colours.accent },
  };
}

function typographyOf() {
  const heading = (fontSize: number, marginBottom: number) => ({
    fontSize,
    fontWeight: 600,
    marginBottom,
  });
  return {
    htmlFontSize: 16,
    fontFamily,
    h1: heading(24, 8),
    h2: heading(20, 8),
    h3: heading(18, 6),
    h4: heading(16, 6),
    h5: heading(15, 4),
    h6: heading(14, 4),
  };
}

function plainPage(colours: Colours): PageTheme {
  return {
    colors: [colours.ground, colours.ground],
    shape: 'none',
    backgroundImage: 'none',
    fontColor: colours.text,
  };
}

// Backstage's pages ask for a theme by kind; every kind gets the same.
function everyPage(page: PageTheme): Record<string, PageTheme> {
  const kinds = [
    'plain',
    'home',
    'documentation',
    'tool',
    'service',
    'website',
    'library',
    'other',
    'app',
    'apis',
    'card',
  ];
  return Object.fromEntries(kinds.map(kind => [kind, page]));
}

function componentsOf(colours: Colours): UnifiedThemeOptions['components'] {
  const bordered = {
    border: `1px solid ${colours.border}`,
    boxShadow: 'none',
    backgroundImage: 'none',
  };
  return {
    BackstagePage: {
      styleOverrides: {
        // The document scrolls, not a box within it.
        root: { height: 'auto', minHeight: '100%', overflowY: 'visible' },
      },
    },
    BackstageHeader: {
      styleOverrides: {
        header: {
          backgroundImage: 'none',
          boxShadow: 'none',
          padding: '16px 24px 8px',
        },
        title: { color: colours.text, fontSize: 20, fontWeight: 600 },
        subtitle: { color: colours.textQuiet },
        type: { color: colours.textQuiet },
        breadcrumb: { color: colours.textQuiet },
      },
    },
    MuiPaper: {
      styleOverrides: {
        root: { backgroundImage: 'none' },
        rounded: { borderRadius: 6 },
        elevation1: bordered,
        elevation2: bordered,
      },
    },
    MuiCard: {
      defaultProps: { elevation: 0 },
      styleOverrides: { root: bordered },
    },
    MuiButton: {
      defaultProps: { disableElevation: true },
      styleOverrides: { root: { textTransform: 'none' } },
    },
    MuiButtonBase: { defaultProps: { disableRipple: true } },
    MuiTab: {
      styleOverrides: {
        root: {
          textTransform: 'none',
          letterSpacing: 'normal',
          minWidth: 0,
          '&:hover': { color: colours.text, background: colours.raised },
        },
      },
    },
    MuiTableCell: {
      styleOverrides: {
        root: {
          padding: '7px 12px',
          lineHeight: 1.4,
          borderBottom: `1px solid ${colours.border}`,
        },
        sizeSmall: { padding: '5px 12px' },
        head: { color: colours.textQuiet, fontWeight: 600 },
      },
    },
    MuiTableRow: {
      styleOverrides: {
        root: { '&:nth-of-type(odd)': { backgroundColor: 'transparent' } },
      },
    },
    MuiFormLabel: { styleOverrides: { root: { color: colours.textQuiet } } },
    BackstageTableHeader: {
      styleOverrides: {
        header: {
          padding: '6px 12px',
          borderTop: 0,
          borderBottom: `1px solid ${colours.border}`,
          textTransform: 'none',
          fontWeight: 600,
        },
      },
    },
    PluginCatalogTableToolbar: {
      styleOverrides: {
        root: { flexWrap: 'wrap', minHeight: 48, padding: '8px 4px 8px 12px' },
      },
    },
    CatalogReactUserListPicker: {
      styleOverrides: {
        root: { backgroundColor: 'transparent', margin: 0, border: 0 },
        title: {
          textTransform: 'none',
          margin: '4px 0',
          fontWeight: 600,
        },
        groupWrapper: { margin: '4px 0 12px' },
        menuItem: { minHeight: 36 },
      },
    },
    MuiChip: {
      styleOverrides: {
        root: { backgroundColor: colours.raised, color: colours.text },
      },
    },
    MuiTooltip: {
      styleOverrides: {
        tooltip: { backgroundColor: colours.text, color: colours.surface },
      },
    },
  };
}
