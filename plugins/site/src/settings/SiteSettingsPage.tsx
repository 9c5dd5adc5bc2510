import { useEffect } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { BasicPermission } from '@backstage/plugin-permission-common';
import {
  siteReadPermission,
  siteSecretsManagePermission,
  siteSettingsManagePermission,
  type Setting,
  type SettingKey,
} from '@flyloft/plugin-site-common';
import {
  ErrorPanel,
  PageFrame,
  Section,
  tellSiteNames,
  useAnswer,
  Waiting,
} from '@flyloft/ui-kit';
import { siteApiRef } from '../api/siteApi';
import { useRefusal } from '../useRefusal';
import { SecretStoreSection } from './SecretStoreSection';
import { SettingField } from './SettingField';
import styles from './siteSettings.module.css';

/** What holds for the whole site; what a file says is shown and locked. */
export function SiteSettingsPage() {
  const site = useApi(siteApiRef);
  const settings = useAnswer('site settings', signal =>
    site.listSettings({ signal }),
  );
  const secrets = useAnswer('secret store', signal =>
    site.getSecretStore({ signal }),
  );
  const mayNotSet = useRefusal(
    siteSettingsManagePermission as BasicPermission,
    'changing the settings of the site',
  );
  const mayNotKeep = useRefusal(
    siteSecretsManagePermission as BasicPermission,
    'looking after secrets',
  );
  const items = settings.data?.items ?? [];
  useToldNames(items);
  const sections = [...new Set(items.map(item => item.section))];
  return (
    <PageFrame title="Site settings">
      {settings.error !== undefined && !settings.data && (
        <ErrorPanel
          error={settings.error}
          what="the settings of the site"
          permission={siteReadPermission.name}
          onRetry={settings.reload}
        />
      )}
      {settings.loading && <Waiting lines={8} />}
      <div className={styles.root}>
        {sections.map(section => (
          <Section key={section} title={section}>
            {items
              .filter(item => item.section === section)
              .map(item => (
                <SettingField
                  // What was saved begins anew with its value.
                  key={`${item.key} ${item.version} ${item.value}`}
                  setting={item}
                  refusal={mayNotSet}
                  onChange={settings.reload}
                />
              ))}
          </Section>
        ))}
        {settings.data && secrets.error !== undefined && (
          <ErrorPanel
            error={secrets.error}
            what="the secret store"
            onRetry={secrets.reload}
          />
        )}
        <SecretStoreSection answer={secrets} refusal={mayNotKeep} />
      </div>
    </PageFrame>
  );
}

/** Lets the page go by a new name as soon as it is set. */
function useToldNames(items: Setting[]) {
  const valueOf = (key: SettingKey) =>
    items.find(item => item.key === key)?.value;
  const portal = valueOf('flyloft.site.name');
  const organization = valueOf('flyloft.site.organization');
  useEffect(() => {
    if (typeof portal === 'string' && typeof organization === 'string') {
      tellSiteNames({ portal, organization });
    }
  }, [portal, organization]);
}
