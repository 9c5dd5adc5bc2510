import { useEffect, useId, useMemo, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { ButtonIcon } from '@backstage/ui';
import { RiCloseLine, RiSearchLine } from '@remixicon/react';
import { useRights } from '../navigation/useRights';
import {
  chosenAfterChange,
  paletteGroups,
  stepFrom,
  type PaletteOption,
} from './paletteGroups';
import { PaletteOptions } from './PaletteOptions';
import { pagesNamed } from './pagesNamed';
import { useHits } from './useHits';
import styles from './SearchPalette.module.css';

/** The one search: pages by name, and whatever the inventory knows. */
export function SearchPalette(props: {
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <ModalOverlay
      isOpen={props.isOpen}
      onOpenChange={props.onOpenChange}
      isDismissable
      className={styles.overlay}
    >
      <Modal className={styles.modal}>
        <Dialog aria-label="Search" className={styles.dialog}>
          <Palette onDone={() => props.onOpenChange(false)} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Palette({ onDone }: { onDone: () => void }) {
  const [typed, setTyped] = useState('');
  const pages = usePages(typed);
  const { hits, outdated, error, retry } = useHits(typed);
  const groups = useMemo(
    () => paletteGroups({ typed, pages, hits }),
    [typed, pages, hits],
  );
  const options = groups.flatMap(group => group.options);
  const [wish, setWish] = useState<string>();
  const chosen = chosenAfterChange(options, wish);
  const id = useId();
  const navigate = useNavigate();
  const open = (option: PaletteOption) => {
    navigate(option.href);
    onDone();
  };
  const enter = useEnter({ outdated, options, chosen, open });

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (steps) {
      event.preventDefault();
      setWish(stepFrom(options, chosen, steps));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      enter();
    }
  };
  const chosenAt = options.findIndex(option => option.key === chosen);

  return (
    <>
      <div className={styles.field}>
        <RiSearchLine size={18} aria-hidden className={styles.glass} />
        <input
          className={styles.input}
          role="combobox"
          aria-label="Search guests, hosts, networks, addresses and pages"
          aria-expanded={options.length > 0}
          aria-controls={`${id}-options`}
          aria-activedescendant={
            chosenAt === -1 ? undefined : `${id}-${chosenAt}`
          }
          aria-autocomplete="list"
          placeholder="Name, address, MAC, UUID, VM id, or a page"
          // eslint-disable-next-line jsx-a11y/no-autofocus -- whoever opened this dialog wants to type in it
          autoFocus
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          value={typed}
          onChange={event => {
            setTyped(event.target.value);
            setWish(undefined);
          }}
          onKeyDown={onKeyDown}
        />
        <ButtonIcon
          variant="tertiary"
          size="small"
          icon={<RiCloseLine />}
          aria-label="Close search"
          onPress={onDone}
        />
      </div>
      <PaletteOptions
        id={id}
        typed={typed.trim()}
        groups={groups}
        chosen={chosen}
        outdated={outdated}
        error={error}
        onRetry={retry}
        onPoint={setWish}
        onOpen={onDone}
      />
    </>
  );
}

/**
 * Enter opens the chosen option. While the answer to what was typed is under
 * way the shown hits belong to an earlier word, so Enter waits for it: a fast
 * typist must not land on the wrong machine.
 */
function useEnter(input: {
  outdated: boolean;
  options: PaletteOption[];
  chosen: string | undefined;
  open: (option: PaletteOption) => void;
}): () => void {
  const { outdated, options, chosen, open } = input;
  const [waiting, setWaiting] = useState(false);
  const option = options.find(({ key }) => key === chosen);

  useEffect(() => {
    if (!waiting || outdated) return;
    setWaiting(false);
    if (option) open(option);
  }, [waiting, outdated, option, open]);

  return () => {
    // Pages are found without asking: they are never outdated.
    if (option && (!outdated || option.key.startsWith('page/'))) open(option);
    else if (outdated) setWaiting(true);
  };
}

function usePages(typed: string) {
  const rights = useRights();
  return useMemo(() => pagesNamed(typed, rights), [rights, typed]);
}
