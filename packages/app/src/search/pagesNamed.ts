import {
  entriesNamed,
  navigation,
  settingsEntry,
  shownSections,
  type KnownRights,
  type NavigationEntry,
} from '../navigation/navigation';

/**
 * The pages this person may open whose name begins with what is typed; all of
 * them while nothing is. A page whose right is still being asked is left out.
 */
export function pagesNamed(
  typed: string,
  rights: KnownRights,
): NavigationEntry[] {
  const entries = [
    ...shownSections(navigation, rights).flatMap(section =>
      section.entries.filter(entry => !entry.pending),
    ),
    settingsEntry,
  ];
  return typed.trim() === '' ? entries : entriesNamed(entries, typed);
}
