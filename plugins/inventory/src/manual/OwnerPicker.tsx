import { useState } from 'react';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { Button, SearchField, TextField } from '@backstage/ui';
import type { PersonInput } from '@flyloft/plugin-inventory-common';
import { explainProblem, Notice, useAnswer, Waiting } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { useFirstField } from './useFirstField';
import styles from './manual.module.css';

/** An owner as it is chosen. */
export interface ChosenOwner {
  ref: string;
  name: string;
}

const shown = 12;

/** Finds a group or user of the catalog, or somebody who has no account. */
export function OwnerPicker(props: {
  chosen: ChosenOwner | undefined;
  onChoose: (owner: ChosenOwner) => void;
}) {
  const { chosen, onChoose } = props;
  const [typed, setTyped] = useState('');
  const [external, setExternal] = useState(false);
  const found = useOwners(typed.trim());
  if (external) {
    return (
      <ExternalPerson
        onMade={owner => {
          setExternal(false);
          onChoose(owner);
        }}
        onCancel={() => setExternal(false)}
      />
    );
  }
  return (
    <div className={styles.form}>
      <p className={styles.quiet} role="status">
        {chosen ? `Chosen: ${chosen.name}` : 'Nobody is chosen yet.'}
      </p>
      <SearchField
        label="Search groups and people"
        placeholder="Name"
        value={typed}
        onChange={setTyped}
        // Enter takes the first one found; it doesn't send the form around it.
        onKeyDown={event =>
          onEnter(event, () => {
            const first = found.outdated ? undefined : found.data?.[0];
            if (first) onChoose(first);
          })
        }
      />
      {found.error !== undefined && (
        <Notice tone="problem">{explainProblem(found.error).message}</Notice>
      )}
      {found.loading && <Waiting lines={3} />}
      <ul className={styles.found} aria-label="Found owners">
        {found.data?.map(owner => (
          <li key={owner.ref}>
            <Button
              size="small"
              variant={owner.ref === chosen?.ref ? 'primary' : 'tertiary'}
              onPress={() => onChoose(owner)}
            >
              {owner.name}
            </Button>
          </li>
        ))}
        {found.data?.length === 0 && (
          <li className={styles.quiet}>Nobody is called like that.</li>
        )}
      </ul>
      <span>
        <Button
          size="small"
          variant="secondary"
          onPress={() => setExternal(true)}
        >
          Somebody without an account…
        </Button>
      </span>
    </div>
  );
}

/** Groups and users of the catalog, and external people, by a part of the name. */
function useOwners(typed: string) {
  const catalog = useApi(catalogApiRef);
  const inventory = useApi(inventoryApiRef);
  return useAnswer(`owners ${typed}`, async signal => {
    const [entities, people] = await Promise.all([
      catalog.queryEntities({
        filter: { kind: ['group', 'user'] },
        fields: ['kind', 'metadata', 'spec.profile'],
        limit: shown,
        orderFields: { field: 'metadata.name', order: 'asc' },
        ...(typed && {
          fullTextFilter: {
            term: typed,
            fields: ['metadata.name', 'spec.profile.displayname'],
          },
        }),
      }),
      inventory.listPeople(
        { limit: shown, ...(typed && { q: typed }) },
        { signal },
      ),
    ]);
    return [
      // Groups outlive people, so they come first.
      ...[...entities.items]
        .sort((one, other) => one.kind.localeCompare(other.kind))
        .map(ownerOfEntity),
      ...people.items.map(person => ({
        ref: person.ref,
        name: `${person.name} (external${person.department ? `, ${person.department}` : ''})`,
      })),
    ];
  });
}

function ownerOfEntity(entity: Entity): ChosenOwner {
  const { displayName } = (entity.spec?.profile ?? {}) as {
    displayName?: string;
  };
  return {
    ref: stringifyEntityRef(entity),
    name: `${displayName ?? entity.metadata.name} (${entity.kind.toLocaleLowerCase('en')})`,
  };
}

function onEnter(
  event: {
    key: string;
    preventDefault(): void;
    continuePropagation(): void;
  },
  act: () => void,
) {
  if (event.key !== 'Enter') {
    // Esc is for the dialog around it.
    event.continuePropagation();
    return;
  }
  event.preventDefault();
  act();
}

function ExternalPerson(props: {
  onMade: (owner: ChosenOwner) => void;
  onCancel: () => void;
}) {
  const inventory = useApi(inventoryApiRef);
  const [person, setPerson] = useState<Record<keyof PersonInput, string>>({
    name: '',
    email: '',
    designation: '',
    department: '',
  });
  const [error, setError] = useState<unknown>();
  const [pending, setPending] = useState(false);
  const first = useFirstField<HTMLDivElement>();
  const named = person.name.trim() !== '';
  const make = async () => {
    if (!named || pending) return;
    setPending(true);
    setError(undefined);
    try {
      const made = await inventory.createPerson({
        name: person.name,
        email: person.email || null,
        designation: person.designation || null,
        department: person.department || null,
      });
      props.onMade({ ref: made.ref, name: made.name });
    } catch (caught) {
      setError(caught);
      setPending(false);
    }
  };
  const field = (key: keyof PersonInput, label: string) => (
    <TextField
      label={label}
      value={person[key]}
      isRequired={key === 'name'}
      onChange={value => setPerson({ ...person, [key]: value })}
      onKeyDown={event => onEnter(event, () => void make())}
    />
  );
  return (
    <div
      ref={first}
      className={styles.form}
      role="group"
      aria-label="External person"
    >
      {field('name', 'Name')}
      {field('email', 'E-mail')}
      {field('designation', 'Designation')}
      {field('department', 'Department')}
      {error !== undefined && (
        <Notice tone="problem">{explainProblem(error).message}</Notice>
      )}
      <div className={styles.buttons}>
        <Button size="small" variant="tertiary" onPress={props.onCancel}>
          Back
        </Button>
        <Button
          size="small"
          variant="secondary"
          isDisabled={!named}
          isPending={pending}
          onPress={make}
        >
          Add this person
        </Button>
      </div>
    </div>
  );
}
