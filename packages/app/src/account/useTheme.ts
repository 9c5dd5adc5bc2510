import { useCallback, useSyncExternalStore } from 'react';
import { appThemeApiRef, useApi } from '@backstage/frontend-plugin-api';

/** Light, dark, or what the system prefers. */
export type ThemeChoice = 'light' | 'dark' | 'system';

/** The choices in the order they are offered. */
export const themeChoices: Array<{ id: ThemeChoice; title: string }> = [
  { id: 'system', title: 'As the system' },
  { id: 'light', title: 'Light' },
  { id: 'dark', title: 'Dark' },
];

/** The theme this person chose, and the way to choose another. */
export function useTheme(): [ThemeChoice, (choice: ThemeChoice) => void] {
  const themes = useApi(appThemeApiRef);
  const subscribe = useCallback(
    (changed: () => void) => {
      const subscription = themes.activeThemeId$().subscribe(changed);
      return () => subscription.unsubscribe();
    },
    [themes],
  );
  const active = useSyncExternalStore(subscribe, () =>
    themes.getActiveThemeId(),
  );
  const choose = useCallback(
    (choice: ThemeChoice) =>
      themes.setActiveThemeId(choice === 'system' ? undefined : choice),
    [themes],
  );
  return [active === 'light' || active === 'dark' ? active : 'system', choose];
}
