import { useEffect, useState } from 'react';
import {
  errorApiRef,
  identityApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import { Button, Link, Radio, RadioGroup } from '@backstage/ui';
import { MySessions } from '@flyloft/plugin-sessions';
import { FactList, PageFrame, Section } from '@flyloft/ui-kit';
import { useAccount } from '../account/useAccount';
import { themeChoices, useTheme, type ThemeChoice } from '../account/useTheme';
import { groupsOf } from './groupsOf';
import styles from './SettingsPage.module.css';

/** Who one is to the portal, and how it looks. */
export function SettingsPage() {
  const { account, signOut } = useAccount();
  const [theme, chooseTheme] = useTheme();
  const groups = useGroups();
  return (
    <PageFrame title="Settings">
      <div className={styles.columns}>
        <Section
          title="Signed in"
          actions={
            <Button size="small" variant="secondary" onPress={signOut}>
              Sign out
            </Button>
          }
        >
          <FactList
            facts={[
              { label: 'Name', value: account?.name },
              { label: 'Account', value: account?.detail },
              {
                label: 'Groups',
                value: groups?.length ? (
                  <ul className={styles.groups}>
                    {groups.map(group => (
                      <li key={group.href}>
                        <Link href={group.href}>{group.name}</Link>
                      </li>
                    ))}
                  </ul>
                ) : undefined,
              },
            ]}
          />
          <p className={styles.note}>
            Your groups decide what you may see and do. They come from the
            directory; changes there take effect when you sign in again.
          </p>
        </Section>
        <Section title="Appearance">
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
        </Section>
      </div>
      <MySessions />
    </PageFrame>
  );
}

function useGroups() {
  const identity = useApi(identityApiRef);
  const errors = useApi(errorApiRef);
  const [groups, setGroups] = useState<ReturnType<typeof groupsOf>>();
  useEffect(() => {
    let current = true;
    identity
      .getBackstageIdentity()
      .then(({ ownershipEntityRefs }) => {
        if (current) setGroups(groupsOf(ownershipEntityRefs));
      })
      .catch(error => errors.post(error));
    return () => {
      current = false;
    };
  }, [identity, errors]);
  return groups;
}
