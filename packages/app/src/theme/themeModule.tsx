import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { ThemeBlueprint } from '@backstage/plugin-app-react';
import { UnifiedThemeProvider } from '@backstage/theme';
import { RiMoonLine, RiSunLine } from '@remixicon/react';
import { dark, light } from './colours';
import { materialTheme } from './materialTheme';

// By these names they take the place of Backstage's own two themes.
const lightMaterial = materialTheme('light', light);
const lightTheme = ThemeBlueprint.make({
  name: 'light',
  params: {
    theme: {
      id: 'light',
      title: 'Light',
      variant: 'light',
      icon: <RiSunLine size={18} />,
      Provider: ({ children }) => (
        <UnifiedThemeProvider theme={lightMaterial} themeName="flyloft">
          {children}
        </UnifiedThemeProvider>
      ),
    },
  },
});

const darkMaterial = materialTheme('dark', dark);
const darkTheme = ThemeBlueprint.make({
  name: 'dark',
  params: {
    theme: {
      id: 'dark',
      title: 'Dark',
      variant: 'dark',
      icon: <RiMoonLine size={18} />,
      Provider: ({ children }) => (
        <UnifiedThemeProvider theme={darkMaterial} themeName="flyloft">
          {children}
        </UnifiedThemeProvider>
      ),
    },
  },
});

/** Flyloft in light and in dark; the system's preference decides until the user does. */
export const themeModule = createFrontendModule({
  pluginId: 'app',
  extensions: [lightTheme, darkTheme],
});
