import { Button, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { RiArrowDownSLine } from '@remixicon/react';
import styles from './FilterBar.module.css';

/** A chip that always has one of few values, such as with or without deleted. */
export function ChoiceChip<V extends string>(props: {
  label: string;
  options: readonly { value: V; label: string }[];
  value: V;
  /** The value that needs no attention. */
  usual: V;
  onChange: (value: V) => void;
}) {
  const { label, options, value, usual } = props;
  const shown = options.find(option => option.value === value)?.label ?? value;
  return (
    <span className={styles.chip} data-active={value !== usual || undefined}>
      <MenuTrigger>
        <Button
          variant="tertiary"
          size="small"
          className={styles.trigger}
          iconEnd={<RiArrowDownSLine />}
        >
          {label}: <span className={styles.words}>{shown}</span>
        </Button>
        <Menu
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[value]}
          onAction={key => {
            const chosen = options.find(option => option.value === key);
            if (chosen) props.onChange(chosen.value);
          }}
        >
          {options.map(option => (
            <MenuItem key={option.value} id={option.value}>
              {option.label}
            </MenuItem>
          ))}
        </Menu>
      </MenuTrigger>
    </span>
  );
}
