import type { Fact, Filter } from '@flyloft/kit-common';
import { Button, DialogTrigger, Popover } from '@backstage/ui';
import { RiArrowDownSLine, RiCloseLine } from '@remixicon/react';
import { useChoices, type LoadChoices } from './choices';
import { FilterEditor } from './FilterEditor';
import { filterWords } from './filterWords';
import styles from './FilterBar.module.css';

/** One fact in the filter bar: its conditions in words, edited on press. */
export function FilterChip(props: {
  name: string;
  fact: Fact;
  filters: Filter[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onApply: (filters: Filter[]) => void;
  loadChoices: LoadChoices | undefined;
}) {
  const { name, fact, filters, open, onOpenChange, onApply } = props;
  const choices = useChoices({
    name,
    fact,
    filters,
    open,
    load: props.loadChoices,
  });
  const labels = new Map(
    (choices.data ?? []).map(choice => [choice.value, choice.label]),
  );
  const active = filters.length > 0;

  return (
    <span className={styles.chip} data-active={active || undefined}>
      <DialogTrigger isOpen={open} onOpenChange={onOpenChange}>
        <Button
          variant="tertiary"
          size="small"
          className={styles.trigger}
          iconEnd={active ? undefined : <RiArrowDownSLine />}
        >
          {active ? (
            <>
              {fact.label}:{' '}
              <span className={styles.words}>
                {filterWords(filters, fact, labels)}
              </span>
            </>
          ) : (
            fact.label
          )}
        </Button>
        <Popover placement="bottom start">
          <FilterEditor
            name={name}
            fact={fact}
            filters={filters}
            choices={choices}
            onApply={onApply}
            onClose={() => onOpenChange(false)}
          />
        </Popover>
      </DialogTrigger>
      {active && (
        <button
          type="button"
          className={styles.remove}
          aria-label={`Remove the filter on ${fact.label}`}
          onClick={() => onApply([])}
        >
          <RiCloseLine size={14} />
        </button>
      )}
    </span>
  );
}
