import { useEffect, useRef } from 'react';
import { Link } from 'react-router-dom';
import { VisuallyHidden } from '@backstage/ui';
import { RiCornerDownLeftLine } from '@remixicon/react';
import { ErrorPanel } from '@flyloft/ui-kit';
import type { PaletteGroup, PaletteOption } from './paletteGroups';
import styles from './SearchPalette.module.css';

interface PaletteOptionsProps {
  /** Where the ids of list and options begin, for the field above. */
  id: string;
  typed: string;
  groups: PaletteGroup[];
  chosen: string | undefined;
  outdated: boolean;
  error: unknown;
  onRetry: () => void;
  onPoint: (key: string) => void;
  onOpen: () => void;
}

/** What was found, by kind; while it is asked anew it stays, dimmed. */
export function PaletteOptions(props: PaletteOptionsProps) {
  const { id, groups, outdated } = props;
  const options = groups.flatMap(group => group.options);
  return (
    <div className={styles.found}>
      <VisuallyHidden role="status">
        {spoken(props, options.length)}
      </VisuallyHidden>
      {/* Always there, because the field names it. */}
      <div
        id={`${id}-options`}
        role="listbox"
        aria-label="Search results"
        aria-busy={outdated}
      >
        {groups.map(group => (
          <div
            key={group.id}
            role="group"
            aria-labelledby={`${id}-${group.id}`}
            className={styles.group}
            data-outdated={(outdated && group.id !== 'pages') || undefined}
          >
            <div
              id={`${id}-${group.id}`}
              role="presentation"
              className={styles.heading}
            >
              {group.title}
            </div>
            {group.options.map(option => (
              <Option
                key={option.key}
                id={`${id}-${options.indexOf(option)}`}
                option={option}
                chosen={option.key === props.chosen}
                onPoint={props.onPoint}
                onOpen={props.onOpen}
              />
            ))}
          </div>
        ))}
      </div>
      <Outcome {...props} count={options.length} />
    </div>
  );
}

function Outcome(props: PaletteOptionsProps & { count: number }) {
  if (props.error) {
    return (
      <ErrorPanel
        error={props.error}
        what="search results"
        meaning="Pages can still be found by their name."
        onRetry={props.onRetry}
      />
    );
  }
  if (props.count > 0) return null;
  return (
    <p className={styles.nothing}>
      {props.outdated
        ? 'Searching…'
        : `Nothing that you may see has “${props.typed}” in its name, addresses, MACs, UUID or VM id.`}
    </p>
  );
}

function Option(props: {
  id: string;
  option: PaletteOption;
  chosen: boolean;
  onPoint: (key: string) => void;
  onOpen: () => void;
}) {
  const { option, chosen } = props;
  const element = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (chosen) element.current?.scrollIntoView?.({ block: 'nearest' });
  }, [chosen]);
  return (
    <Link
      ref={element}
      id={props.id}
      role="option"
      aria-selected={chosen}
      // The focus stays in the field, which says which option is chosen.
      tabIndex={-1}
      to={option.href}
      className={styles.option}
      onMouseMove={() => !chosen && props.onPoint(option.key)}
      onClick={props.onOpen}
    >
      <span className={styles.title}>{option.title}</span>
      {option.matched && (
        <span className={styles.matched}>{option.matched}</span>
      )}
      {option.context && (
        <span className={styles.context}>{option.context}</span>
      )}
      {chosen && (
        <RiCornerDownLeftLine size={14} aria-hidden className={styles.enter} />
      )}
    </Link>
  );
}

function spoken(
  { typed, outdated, error }: PaletteOptionsProps,
  count: number,
) {
  if (outdated) return '';
  if (error) return 'The search failed';
  if (typed === '') return `${count} pages`;
  return count === 1 ? '1 result' : `${count} results`;
}
