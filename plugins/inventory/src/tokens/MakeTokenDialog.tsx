import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Checkbox,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Select,
  TextField,
} from '@backstage/ui';
import {
  tokenScopes,
  type CreatedToken,
  type Platform,
  type TokenScope,
} from '@flyloft/plugin-inventory-common';
import { CodeBlock, explainProblem, Notice } from '@flyloft/ui-kit';
import { tokenApiRef } from '../api/tokenApi';
import styles from './tokens.module.css';
import { scopeWords } from './tokenWords';

const day = 24 * 60 * 60 * 1000;
const lifetimes = [
  { value: '90', label: '90 days' },
  { value: '365', label: 'a year' },
  { value: 'never', label: 'until it is revoked' },
];

/** Makes a token, and shows its secret once. */
export function MakeTokenDialog(props: {
  platforms: Platform[];
  onClose: () => void;
  onMade: () => Promise<void>;
}) {
  const [created, setCreated] = useState<CreatedToken>();
  return (
    <Dialog
      width={560}
      isOpen
      onOpenChange={open => {
        if (!open) props.onClose();
      }}
    >
      {created ? (
        <MadeToken created={created} onClose={props.onClose} />
      ) : (
        <TokenForm
          platforms={props.platforms}
          onClose={props.onClose}
          onCreated={async made => {
            setCreated(made);
            await props.onMade();
          }}
        />
      )}
    </Dialog>
  );
}

function MadeToken(props: { created: CreatedToken; onClose: () => void }) {
  const { token, secret } = props.created;
  return (
    <>
      <DialogHeader>Token &apos;{token.name}&apos;</DialogHeader>
      <DialogBody>
        <div className={styles.form}>
          <Notice tone="info">
            Copy it now: it is shown this once, and kept nowhere.
          </Notice>
          <CodeBlock label="The token" code={secret} />
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" onPress={props.onClose}>
          Done
        </Button>
      </DialogFooter>
    </>
  );
}

function TokenForm(props: {
  platforms: Platform[];
  onClose: () => void;
  onCreated: (created: CreatedToken) => Promise<void>;
}) {
  const tokens = useApi(tokenApiRef);
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<TokenScope[]>(['observations:write']);
  const [platformIds, setPlatformIds] = useState<string[]>([]);
  const [lifetime, setLifetime] = useState('365');
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>();
  // One source never writes for another; a reader may read of all.
  const mustName = scopes.includes('observations:write');
  const complete =
    name.trim() !== '' &&
    scopes.length > 0 &&
    (!mustName || platformIds.length > 0);

  const make = async () => {
    setPending(true);
    setError(undefined);
    try {
      const created = await tokens.create({
        name: name.trim(),
        scopes,
        platformIds: platformIds.length > 0 ? platformIds : null,
        expiresAt:
          lifetime === 'never'
            ? null
            : new Date(Date.now() + Number(lifetime) * day).toISOString(),
      });
      await props.onCreated(created);
    } catch (caught) {
      setError(caught);
      setPending(false);
    }
  };
  return (
    <>
      <DialogHeader>New token</DialogHeader>
      <DialogBody>
        <div className={styles.form}>
          <TextField
            label="Name"
            description="Who will show it: a workflow, a script, a machine."
            value={name}
            onChange={setName}
            isRequired
          />
          <Choices
            label="It may"
            options={tokenScopes.map(value => ({
              value,
              label: scopeWords[value],
            }))}
            chosen={scopes}
            onChange={chosen => setScopes(chosen as TokenScope[])}
          />
          <Choices
            label={
              mustName ? 'For these platforms' : 'For these platforms, or all'
            }
            options={props.platforms
              .filter(({ type }) => !mustName || type === 'push')
              .map(({ id, title }) => ({ value: id, label: title }))}
            chosen={platformIds}
            onChange={setPlatformIds}
            none="No platform is fed by push yet; add one of that type first."
          />
          <Select
            label="It lasts"
            options={lifetimes}
            value={lifetime}
            onChange={key => setLifetime(String(key))}
          />
          {error !== undefined && (
            <Notice tone="problem">{explainProblem(error).message}</Notice>
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={props.onClose}>
          Cancel
        </Button>
        <Button
          variant="primary"
          isPending={pending}
          isDisabled={!complete}
          onPress={make}
        >
          Make it
        </Button>
      </DialogFooter>
    </>
  );
}

function Choices(props: {
  label: string;
  options: Array<{ value: string; label: string }>;
  chosen: string[];
  onChange: (chosen: string[]) => void;
  /** What is said where there is nothing to choose. */
  none?: string;
}) {
  const { chosen, onChange } = props;
  return (
    <fieldset className={styles.choices}>
      <legend>{props.label}</legend>
      {props.options.length === 0 && <p>{props.none}</p>}
      {props.options.map(({ value, label }) => (
        <Checkbox
          key={value}
          isSelected={chosen.includes(value)}
          onChange={isSelected =>
            onChange(
              isSelected
                ? [...chosen, value]
                : chosen.filter(each => each !== value),
            )
          }
        >
          {label}
        </Checkbox>
      ))}
    </fieldset>
  );
}
