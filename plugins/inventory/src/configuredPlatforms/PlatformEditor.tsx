import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import type {
  PlatformEntry,
  PlatformForm,
  PlatformTest,
} from '@flyloft/plugin-inventory-common';
import { ActionButton, explainProblem, Notice, Section } from '@flyloft/ui-kit';
import { platformApiRef } from '../api/platformApi';
import {
  draftProblems,
  valuesOf,
  withPin,
  type PlatformDraft,
} from './platformDraft';
import { PlatformFormFields } from './PlatformFormFields';
import { TestResult } from './TestResult';
import styles from './configuredPlatforms.module.css';

/**
 * The settings of one platform: filled in, tried out, saved. A certificate
 * that a test shows is pinned here with one press.
 */
export function PlatformEditor(props: {
  form: PlatformForm;
  start: PlatformDraft;
  /** What is saved already; null while it is added. */
  saved: PlatformEntry | null;
  onSave: (draft: PlatformDraft) => Promise<void>;
}) {
  const { form, saved } = props;
  const platforms = useApi(platformApiRef);
  const [draft, setDraft] = useState(props.start);
  const [test, setTest] = useState<PlatformTest>();
  const [doing, setDoing] = useState<'test' | 'save'>();
  const [error, setError] = useState<unknown>();
  const readOnly = saved?.origin === 'file';
  // One that is fed by push has nothing to connect to.
  const isReached = form.fields.some(field => field.endpoint);
  const changed = JSON.stringify(draft) !== JSON.stringify(props.start);
  const problems = draftProblems(draft, form, {
    isNew: saved === null,
    secretsSet: saved?.secretsSet ?? [],
  });
  const refusal = Object.values(problems).join('; ') || undefined;
  // A test needs neither id nor title.
  const testRefusal =
    Object.entries(problems)
      .filter(([name]) => form.fields.some(field => field.name === name))
      .map(([, problem]) => problem)
      .join('; ') || undefined;

  const attempt = async (
    what: 'test' | 'save',
    action: () => Promise<void>,
  ) => {
    setDoing(what);
    setError(undefined);
    try {
      await action();
    } catch (caught) {
      setError(caught);
    } finally {
      setDoing(undefined);
    }
  };
  const runTest = async () => {
    setTest(undefined);
    const found = readOnly
      ? await platforms.testSaved(draft.id)
      : await platforms.test({
          id: saved?.id,
          type: draft.type,
          values: valuesOf(draft, form),
          secrets: draft.secrets,
        });
    setTest(found);
  };
  return (
    <>
      <Section title="Settings">
        <PlatformFormFields
          form={form}
          draft={draft}
          problems={problems}
          secretsSet={saved?.secretsSet ?? []}
          isNew={saved === null}
          readOnly={readOnly}
          onChange={setDraft}
        />
        <div className={styles.buttons}>
          {isReached && (
            <ActionButton
              variant="secondary"
              refusal={readOnly ? undefined : testRefusal}
              isPending={doing === 'test'}
              onPress={() => attempt('test', runTest)}
            >
              Test connection
            </ActionButton>
          )}
          {!readOnly && (
            <ActionButton
              variant="primary"
              refusal={
                refusal ??
                (saved && !changed ? 'Nothing was changed.' : undefined)
              }
              isPending={doing === 'save'}
              onPress={() => attempt('save', () => props.onSave(draft))}
            >
              {saved ? 'Save' : 'Add'}
            </ActionButton>
          )}
          {saved && !readOnly && changed && (
            <Button
              variant="secondary"
              onPress={() => {
                setDraft(props.start);
                setTest(undefined);
                setError(undefined);
              }}
            >
              Undo changes
            </Button>
          )}
        </div>
        {error !== undefined && (
          <Notice tone="problem">{explainProblem(error).message}</Notice>
        )}
      </Section>
      {test && (
        <TestResult
          test={test}
          onPin={
            readOnly
              ? undefined
              : (fingerprint, replaced) =>
                  setDraft(withPin(draft, form, fingerprint, replaced))
          }
        />
      )}
    </>
  );
}
