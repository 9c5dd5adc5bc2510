import { Link } from 'react-router-dom';
import { Button, Radio, RadioGroup } from '@backstage/ui';
import { RiLogoutBoxRLine } from '@remixicon/react';
import { settingsEntry } from '../navigation/navigation';
import { useAccount } from './useAccount';
import { themeChoices, useTheme, type ThemeChoice } from './useTheme';
import styles from './AccountList.module.css';

/** The account menu spread out, for the phone's drawer. */
export function AccountList({ onDone }: { onDone: () => void }) {
  const { account, signOut } = useAccount();
  const [theme, chooseTheme] = useTheme();
  return (
    <section className={styles.list} aria-label="Account">
      {account && (
        <div>
          <div>{account.name}</div>
          <div className={styles.detail}>{account.detail}</div>
        </div>
      )}
      <Link className={styles.link} to={settingsEntry.href} onClick={onDone}>
        {settingsEntry.title}
      </Link>
      <RadioGroup
        label="Theme"
        value={theme}
        onChange={choice => chooseTheme(choice as ThemeChoice)}
      >
        {themeChoices.map(choice => (
          <Radio key={choice.id} value={choice.id}>
            {choice.title}
          </Radio>
        ))}
      </RadioGroup>
      <Button
        variant="secondary"
        iconStart={<RiLogoutBoxRLine />}
        onPress={signOut}
      >
        Sign out
      </Button>
    </section>
  );
}
