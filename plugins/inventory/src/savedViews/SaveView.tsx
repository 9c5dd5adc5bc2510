import { useState } from 'react';
import { useLocation } from 'react-router-dom';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  DialogTrigger,
  Select,
  TextField,
} from '@backstage/ui';
import type { SavedView, ViewCreation } from '@flyloft/plugin-inventory-common';
import { Copyable, explainProblem, Notice } from '@flyloft/ui-kit';
import { savedViewApiRef } from '../api/savedViewApi';
import type { SavedViewControls } from './useSavedViews';
import { viewStateOf } from './viewState';
import styles from './SaveView.module.css';

/** Saves what a list shows as a view, over the reader's own or as a new one. */
export function SaveView(props: { views: SavedViewControls; what: string }) {
  const { views } = props;
  const [open, setOpen] = useState(false);
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button
        variant="secondary"
        size="small"
        isDisabled={views.views === undefined}
      >
        Save view
      </Button>
      <Dialog width={480}>
        {/* Made anew at each opening: it begins with what is shown then. */}
        {open && <SaveViewForm {...props} onDone={() => setOpen(false)} />}
      </Dialog>
    </DialogTrigger>
  );
}

function SaveViewForm(props: {
  views: SavedViewControls;
  what: string;
  onDone: () => void;
}) {
  const { views, what, onDone } = props;
  const { current } = views;
  const own = current?.own && !current.deletedAt ? current : undefined;
  const [name, setName] = useState(own?.name ?? '');
  const [sharing, setSharing] = useState(sharingOf(own));
  const { pending, error, run } = useSaving(views, onDone);
  const draft = (): Omit<ViewCreation, 'list'> => ({
    name: name.trim(),
    state: viewStateOf(views.state),
    ...sharingFrom(sharing),
  });
  const incomplete = name.trim() === '' || pending;
  return (
    <>
      <DialogHeader>{own ? `View '${own.name}'` : 'Save view'}</DialogHeader>
      <DialogBody>
        <div className={styles.form}>
          <p className={styles.words}>
            Keeps the search, filters, order and columns that are shown. What it
            finds is asked anew whenever it is opened.
          </p>
          <TextField
            label="Name"
            value={name}
            onChange={setName}
            maxLength={80}
            isRequired
            // eslint-disable-next-line jsx-a11y/no-autofocus -- a dialog with one question begins at it
            autoFocus
          />
          <Select
            label="Who may use it"
            options={sharingOptions(views.views?.groups ?? [], what)}
            value={sharing}
            onChange={key => setSharing(String(key))}
          />
          {own && <ViewLink view={own} />}
          {error !== undefined && (
            <Notice tone="problem">{explainProblem(error).message}</Notice>
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        {own && (
          <Button
            variant="secondary"
            destructive
            isDisabled={pending}
            onPress={() => run(api => api.delete(own.id), 'deleted')}
          >
            Delete
          </Button>
        )}
        <Button
          variant={own ? 'secondary' : 'primary'}
          isDisabled={incomplete || (own && name.trim() === own.name)}
          onPress={() =>
            run(api => api.create({ list: views.list, ...draft() }), 'saved')
          }
        >
          {own ? 'Save as another' : 'Save'}
        </Button>
        {own && (
          <Button
            variant="primary"
            isDisabled={incomplete}
            onPress={() =>
              run(
                api => api.change(own.id, { ...draft(), version: own.version }),
                'saved',
              )
            }
          >
            Save
          </Button>
        )}
      </DialogFooter>
    </>
  );
}

/** The short link: it follows the view as it changes. */
function ViewLink({ view }: { view: SavedView }) {
  const { pathname } = useLocation();
  const address = `${window.location.origin}${pathname}?view=${view.id}`;
  return (
    <p className={styles.words}>
      Link: <Copyable value={address} mono />
    </p>
  );
}

type SavedViewCalls = typeof savedViewApiRef.T;

function useSaving(views: SavedViewControls, onDone: () => void) {
  const api = useApi(savedViewApiRef);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>();
  const run = async (
    write: (calls: SavedViewCalls) => Promise<SavedView>,
    outcome: 'saved' | 'deleted',
  ) => {
    setPending(true);
    setError(undefined);
    try {
      const view = await write(api);
      await views.reload();
      onDone();
      views.show(outcome === 'saved' ? view : undefined);
    } catch (caught) {
      setError(caught);
      setPending(false);
    }
  };
  return { pending, error, run };
}

const groupPrefix = 'group/';

function sharingOf(view: SavedView | undefined): string {
  if (!view) return 'private';
  return view.sharing === 'group'
    ? `${groupPrefix}${view.groupRef}`
    : view.sharing;
}

function sharingFrom(key: string): Pick<ViewCreation, 'sharing' | 'groupRef'> {
  if (key.startsWith(groupPrefix)) {
    return { sharing: 'group', groupRef: key.slice(groupPrefix.length) };
  }
  return { sharing: key === 'everybody' ? 'everybody' : 'private' };
}

function sharingOptions(groups: string[], what: string) {
  return [
    { value: 'private', label: 'Only you' },
    ...groups.map(ref => ({
      value: `${groupPrefix}${ref}`,
      label: `Your group ${ref.replace(/^group:(default\/)?/, '')}`,
    })),
    { value: 'everybody', label: `Everybody who may see ${what}` },
  ];
}
