import { useSyncExternalStore, type ReactNode } from 'react';
import { UnifiedThemeProvider } from '@backstage/theme';
import { useTheme } from '../account/useTheme';
import { dark, light } from './colours';
import { materialTheme } from './materialTheme';

const themes = {
  light: materialTheme('light', light),
  dark: materialTheme('dark', dark),
};

/**
 * Dresses the portal in the theme that holds now. It is one component for
 * both: with one each, changing the theme would take every page down and
 * build it anew, and lose what was typed.
 */
export function FlyloftTheme({ children }: { children: ReactNode }) {
  const [choice] = useTheme();
  const systemIsDark = useSystemIsDark();
  const fromSystem = systemIsDark ? 'dark' : 'light';
  return (
    <UnifiedThemeProvider
      theme={themes[choice === 'system' ? fromSystem : choice]}
      themeName="flyloft"
    >
      {children}
    </UnifiedThemeProvider>
  );
}

function useSystemIsDark(): boolean {
  return useSyncExternalStore(
    changed => {
      const query = darkQuery();
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => darkQuery().matches,
  );
}

const darkQuery = () => window.matchMedia('(prefers-color-scheme: dark)');
