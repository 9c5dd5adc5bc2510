import { ButtonIcon } from '@backstage/ui';
import { RiSearchLine } from '@remixicon/react';
import { useOpenPalette } from './PaletteProvider';
import { searchKeyLabel } from './shortcuts';
import styles from './SearchButton.module.css';

/** Opens the one search, and says by which key it opens too. */
export function SearchButton() {
  const open = useOpenPalette();
  return (
    <button
      type="button"
      className={styles.button}
      onClick={open}
      aria-keyshortcuts="Control+K Meta+K"
    >
      <RiSearchLine size={16} aria-hidden />
      <span className={styles.word}>Search</span>
      <kbd className={styles.key}>{searchKeyLabel(navigator.platform)}</kbd>
    </button>
  );
}

/** The same for the phone's bar. */
export function SearchIconButton() {
  return (
    <ButtonIcon
      variant="tertiary"
      icon={<RiSearchLine />}
      aria-label="Search"
      onPress={useOpenPalette()}
    />
  );
}
