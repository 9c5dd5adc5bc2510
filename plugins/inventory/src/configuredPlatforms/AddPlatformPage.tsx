import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Radio,
  RadioGroup,
} from '@backstage/ui';
import {
  platformManagePermission,
  type PlatformForm,
  type PlatformTypeDescription,
} from '@flyloft/plugin-inventory-common';
import {
  CodeBlock,
  EmptyState,
  ErrorPanel,
  PageFrame,
  Section,
  useAnswer,
  Waiting,
} from '@flyloft/ui-kit';
import { platformApiRef } from '../api/platformApi';
import { paths } from '../paths';
import { additionOf, emptyDraft } from './platformDraft';
import { PlatformEditor } from './PlatformEditor';
import styles from './configuredPlatforms.module.css';

type Offered = PlatformTypeDescription & { form: PlatformForm };

/** Leads from a platform that exists to its guests on the pages. */
export function AddPlatformPage() {
  const platforms = useApi(platformApiRef);
  const types = useAnswer('platform types', signal =>
    platforms.listTypes({ signal }),
  );
  const offered = types.data?.items.filter(
    (each): each is Offered => each.form !== null,
  );
  return (
    <PageFrame
      title="Add a platform"
      breadcrumbs={[{ label: 'Platforms', href: paths.platforms }]}
    >
      {types.error !== undefined && (
        <ErrorPanel
          error={types.error}
          what="the settings of platforms"
          permission={platformManagePermission.name}
          onRetry={types.reload}
        />
      )}
      {types.loading && <Waiting lines={8} />}
      {offered?.length === 0 && (
        <EmptyState title="There is nothing to add">
          No module of this portal can be configured on a page.
        </EmptyState>
      )}
      {offered && offered.length > 0 && <NewPlatform offered={offered} />}
    </PageFrame>
  );
}

function NewPlatform({ offered }: { offered: Offered[] }) {
  const platforms = useApi(platformApiRef);
  const navigate = useNavigate();
  const [type, setType] = useState(offered[0]!.type);
  const { form } = offered.find(each => each.type === type) ?? offered[0]!;
  return (
    <div className={styles.root}>
      <Section title="What it is">
        <RadioGroup
          className={styles.types}
          aria-label="Type of platform"
          orientation="horizontal"
          value={type}
          onChange={setType}
        >
          {offered.map(each => (
            <Radio key={each.type} value={each.type}>
              {each.form.title}
            </Radio>
          ))}
        </RadioGroup>
        <p className={styles.text}>{form.summary}</p>
      </Section>
      <Preparation key={`preparation of ${type}`} steps={form.preparation} />
      <PlatformEditor
        // What was typed for one type means nothing for another.
        key={type}
        form={form}
        start={emptyDraft(type)}
        saved={null}
        onSave={async draft => {
          const added = await platforms.add(additionOf(draft, form));
          navigate(`${paths.platforms}/${encodeURIComponent(added.id)}`);
        }}
      />
    </div>
  );
}

/** What is done on the platform first: folded, the settings are what counts. */
function Preparation({ steps }: { steps: PlatformForm['preparation'] }) {
  return steps?.map(step => (
    <Accordion key={step.title}>
      <AccordionTrigger title={`First: ${lowerFirst(step.title)}`} />
      <AccordionPanel>
        <div className={styles.root}>
          <p className={styles.text}>{step.text}</p>
          <CodeBlock label={step.title} code={step.code} />
        </div>
      </AccordionPanel>
    </Accordion>
  ));
}

const lowerFirst = (text: string) =>
  text.charAt(0).toLocaleLowerCase('en') + text.slice(1);
