import { useRef, useState, type ReactNode } from 'react';
import { Button, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import type { LoadChoices } from './choices';
import { FilterChip } from './FilterChip';
import type { ListStateControls } from './useListState';
import type { FactTable } from '@flyloft/kit-common';
import styles from './FilterBar.module.css';

/**
 * The conditions of a list as chips: the facts most asked for always, every
 * other fact through "Filter", each with an editor made for its kind.
 */
export function FilterBar(props: {
  list: ListStateControls & { facts: FactTable };
  quickFacts: readonly string[];
  loadChoices?: LoadChoices;
  /** Facts that the page itself fixes, so they are not offered. */
  hiddenFacts?: readonly string[];
  /** Chips of the page's own. */
  children?: ReactNode;
}) {
  const { list, quickFacts, hiddenFacts = [] } = props;
  const { facts, state } = list;
  const [openFact, setOpenFact] = useState<string>();
  const offer = useRef<HTMLButtonElement>(null);

  const setOpen = (name: string, open: boolean) => {
    setOpenFact(open ? name : undefined);
    if (open) return;
    // A chip that was there for its editor alone goes with it, and the focus
    // would too. By the second frame the editor has given it back, if it could.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) offer.current?.focus();
      }),
    );
  };

  const filtered = state.filters.map(filter => filter.fact);
  const shown = [
    ...new Set([...quickFacts, ...filtered, ...(openFact ? [openFact] : [])]),
  ].filter(name => facts[name] && !hiddenFacts.includes(name));
  const others = Object.keys(facts).filter(
    name => !shown.includes(name) && !hiddenFacts.includes(name),
  );
  const narrowed =
    state.filters.length > 0 || state.q !== '' || state.deleted !== 'exclude';

  return (
    <div className={styles.root} role="group" aria-label="Filters">
      {shown.map(name => (
        <FilterChip
          key={name}
          name={name}
          fact={facts[name]!}
          filters={state.filters.filter(filter => filter.fact === name)}
          open={openFact === name}
          onOpenChange={open => setOpen(name, open)}
          onApply={filters => list.setFilters(name, filters)}
          loadChoices={props.loadChoices}
        />
      ))}
      {props.children}
      {others.length > 0 && (
        <MenuTrigger>
          <Button
            ref={offer}
            variant="tertiary"
            size="small"
            className={styles.trigger}
            iconStart={<RiAddLine />}
          >
            Filter
          </Button>
          <Menu
            maxHeight="20rem"
            onAction={key => {
              // The menu must have closed, or its focus handling shuts the editor.
              requestAnimationFrame(() => setOpenFact(String(key)));
            }}
          >
            {others.map(name => (
              <MenuItem key={name} id={name}>
                {facts[name]!.label}
              </MenuItem>
            ))}
          </Menu>
        </MenuTrigger>
      )}
      {narrowed && (
        <Button
          variant="tertiary"
          size="small"
          className={styles.trigger}
          onPress={list.clearConditions}
        >
          Clear all
        </Button>
      )}
    </div>
  );
}
