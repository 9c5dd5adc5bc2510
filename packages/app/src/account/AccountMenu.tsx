import {
  Button,
  Menu,
  MenuItem,
  MenuSection,
  MenuSeparator,
  MenuTrigger,
  Skeleton,
} from '@backstage/ui';
import {
  RiCheckLine,
  RiLogoutBoxRLine,
  RiSettings3Line,
} from '@remixicon/react';
import { settingsEntry } from '../navigation/navigation';
import { initials } from './initials';
import { useAccount } from './useAccount';
import { themeChoices, useTheme, type ThemeChoice } from './useTheme';
import styles from './AccountMenu.module.css';

/** Who is signed in; opens to settings, theme and the way out. */
export function AccountMenu() {
  const { account, signOut } = useAccount();
  const [theme, chooseTheme] = useTheme();
  if (!account) return <Skeleton className={styles.pending} />;
  return (
    <MenuTrigger>
      <Button variant="tertiary" className={styles.trigger}>
        <span className={styles.initials} aria-hidden>
          {initials(account.name)}
        </span>
        <span className={styles.who}>
          <span className={styles.name}>{account.name}</span>
          <span className={styles.detail}>{account.detail}</span>
        </span>
      </Button>
      <Menu placement="top start" aria-label="Account">
        <MenuItem href={settingsEntry.href} iconStart={<RiSettings3Line />}>
          {settingsEntry.title}
        </MenuItem>
        <MenuSeparator />
        <MenuSection
          title="Theme"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[theme]}
          onSelectionChange={keys => {
            const [choice] = [...keys];
            if (choice) chooseTheme(choice as ThemeChoice);
          }}
        >
          {themeChoices.map(choice => (
            <MenuItem
              key={choice.id}
              id={choice.id}
              textValue={choice.title}
              iconStart={
                // The mark keeps its place, so that the words stand in a row.
                <RiCheckLine
                  className={choice.id === theme ? undefined : styles.unchosen}
                />
              }
            >
              {choice.title}
            </MenuItem>
          ))}
        </MenuSection>
        <MenuSeparator />
        <MenuItem onAction={signOut} iconStart={<RiLogoutBoxRLine />}>
          Sign out
        </MenuItem>
      </Menu>
    </MenuTrigger>
  );
}
