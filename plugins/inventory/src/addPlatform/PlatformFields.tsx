import { useState, type ReactNode } from 'react';
import { Radio, RadioGroup, TextAreaField, TextField } from '@backstage/ui';
import type { FormProblems, PlatformForm } from './platformYaml';
import styles from './AddPlatformPage.module.css';

/** The form about one cluster. It asks for no secret, so it can hold none. */
export function PlatformFields(props: {
  form: PlatformForm;
  problems: FormProblems;
  onChange: (form: PlatformForm) => void;
}) {
  const { form, onChange } = props;
  // What nobody has filled in yet is not wrong yet.
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const problems = Object.fromEntries(
    Object.entries(props.problems).filter(([name]) => touched.has(name)),
  ) as FormProblems;
  const set = (name: keyof PlatformForm) => (value: string) => {
    setTouched(before => new Set(before).add(name));
    onChange({ ...form, [name]: value });
  };
  return (
    <div className={styles.form}>
      <Field problem={problems.id}>
        <TextField label="Id" value={form.id} onChange={set('id')} />
      </Field>
      <Field>
        <TextField
          label="Title"
          placeholder={form.id}
          value={form.title}
          onChange={set('title')}
        />
      </Field>
      <Field problem={problems.endpoints} wide>
        <TextAreaField
          label="Nodes to enter the cluster by"
          description="One per line. With several, one may fail."
          placeholder="https://pve1.example.org:8006"
          value={form.endpoints}
          onChange={set('endpoints')}
        />
      </Field>
      <Field problem={problems.tokenId}>
        <TextField
          label="Token"
          value={form.tokenId}
          onChange={set('tokenId')}
        />
      </Field>
      <Field problem={problems.intervalMinutes}>
        <TextField
          label="Sync every (minutes)"
          inputMode="numeric"
          value={form.intervalMinutes}
          onChange={set('intervalMinutes')}
        />
      </Field>
      <Field wide>
        <RadioGroup
          label="How the connection is trusted"
          value={form.trust}
          onChange={value => onChange({ ...form, trust: toTrust(value) })}
        >
          <Radio value="ca">
            The cluster's own CA, as it comes with Proxmox
          </Radio>
          <Radio value="fingerprints">
            Fingerprints of the nodes' certificates
          </Radio>
          <Radio value="public">A certificate of a public authority</Radio>
        </RadioGroup>
      </Field>
      {form.trust === 'fingerprints' && (
        <Field problem={problems.fingerprints} wide>
          <TextAreaField
            label="SHA-256 fingerprints"
            description="One per line."
            value={form.fingerprints}
            onChange={set('fingerprints')}
          />
        </Field>
      )}
    </div>
  );
}

function toTrust(value: string): PlatformForm['trust'] {
  return value === 'fingerprints' || value === 'public' ? value : 'ca';
}

function Field(props: {
  problem?: string;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={props.wide ? styles.wide : undefined}>
      {props.children}
      {props.problem && <p className={styles.problem}>{props.problem}</p>}
    </div>
  );
}
