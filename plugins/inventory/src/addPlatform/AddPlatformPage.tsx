import { useState } from 'react';
import { usePermission } from '@backstage/plugin-permission-react';
import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { infrastructureReadPermission } from '@flyloft/plugin-inventory-common';
import { CodeBlock, EmptyState, PageFrame, Section } from '@flyloft/ui-kit';
import { paths } from '../paths';
import { PlatformFields } from './PlatformFields';
import {
  emptyPlatformForm,
  formProblems,
  platformYaml,
  secretVariable,
  type PlatformForm,
} from './platformYaml';
import {
  tokenCommands,
  trustCommands,
  type ProxmoxRelease,
} from './tokenCommands';
import styles from './AddPlatformPage.module.css';

/**
 * Leads from a Proxmox cluster to its guests on the pages: a token, a piece
 * of configuration, a restart. Nothing is stored here, least of all a secret.
 */
export function AddPlatformPage() {
  const right = usePermission({ permission: infrastructureReadPermission });
  const [release, setRelease] = useState<ProxmoxRelease>('9');
  const [form, setForm] = useState<PlatformForm>(emptyPlatformForm);
  const problems = formProblems(form);
  const complete = Object.keys(problems).length === 0;

  if (!right.loading && !right.allowed) {
    return (
      <PageFrame title="Add a platform">
        <EmptyState title="You may not add platforms">
          Platforms are added by those who see the infrastructure (
          {infrastructureReadPermission.name}). Ask whoever runs this portal.
        </EmptyState>
      </PageFrame>
    );
  }
  return (
    <PageFrame
      title="Add a platform"
      breadcrumbs={[{ label: 'Sync', href: paths.sync }]}
    >
      <div className={styles.steps}>
        <Section
          title="1. Make a token on the cluster"
          actions={<ReleaseChoice release={release} onChange={setRelease} />}
        >
          <p className={styles.text}>
            Run this as root on any node. The token may read, and only read
            {release === '8'
              ? '; VM.Monitor is what Proxmox 8 asks for reading addresses through the guest agent, and can be left out.'
              : '.'}{' '}
            The fourth command shows the secret once: keep it.
          </p>
          <CodeBlock
            label="Commands"
            code={tokenCommands(release, form.tokenId)}
          />
        </Section>
        <Section title="2. Describe the cluster">
          <PlatformFields form={form} problems={problems} onChange={setForm} />
        </Section>
        {form.trust !== 'public' && (
          <TrustStep form={form} trust={form.trust} />
        )}
        <Section
          title={`${form.trust === 'public' ? 3 : 4}. Put it into app-config.local.yaml`}
        >
          <p className={styles.text}>
            {complete
              ? `Beside the portal's other configuration files. If the file has platforms already, add the entry to them. The secret goes into the environment as ${secretVariable(form.id)}, never into the file.`
              : 'Once the fields above are filled in, the configuration to copy stands here.'}
          </p>
          {complete && (
            <CodeBlock label="Configuration" code={platformYaml(form)} />
          )}
        </Section>
        <Section
          title={`${form.trust === 'public' ? 4 : 5}. Start the portal again`}
        >
          <p className={styles.text}>
            The first sync starts by itself. What the token can't see is named
            on the sync page, with the privilege that is missing.
          </p>
          <CodeBlock
            label="Start"
            code={`export ${secretVariable(form.id)}=…\nnpm start -- --no-lab\n`}
          />
        </Section>
      </div>
    </PageFrame>
  );
}

function TrustStep(props: {
  form: PlatformForm;
  trust: 'ca' | 'fingerprints';
}) {
  return (
    <Section title="3. Take what makes the connection trusted">
      <p className={styles.text}>
        {props.trust === 'ca'
          ? `On any node; save what it prints as ${props.form.id}-ca.pem beside app-config.local.yaml.`
          : 'On any node; put what it prints behind the equals signs into the field above.'}
      </p>
      <CodeBlock label="Trust" code={trustCommands[props.trust]} />
    </Section>
  );
}

function ReleaseChoice(props: {
  release: ProxmoxRelease;
  onChange: (release: ProxmoxRelease) => void;
}) {
  return (
    <ToggleButtonGroup
      aria-label="Release of Proxmox VE"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[props.release]}
      onSelectionChange={keys => props.onChange(keys.has('8') ? '8' : '9')}
    >
      <ToggleButton id="8">Proxmox VE 8</ToggleButton>
      <ToggleButton id="9">Proxmox VE 9</ToggleButton>
    </ToggleButtonGroup>
  );
}
