import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { SearchField } from '@backstage/ui';
import { useNarrow } from './useNarrow';

const settleMilliseconds = 250;

/**
 * The free text of a list. Typing never waits on the network: the address
 * follows when it pauses. `/` comes here from anywhere on the page, Escape
 * clears, arrow down goes on to the rows.
 */
export function SearchBox(props: {
  value: string;
  placeholder: string;
  onSearch: (q: string) => void;
  onLeaveDown: () => void;
}) {
  const { value, placeholder, onSearch } = props;
  const narrow = useNarrow();
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const box = useRef<HTMLDivElement>(null);

  // Back, or "Clear all", changes the address: the field follows.
  useEffect(() => {
    if (value !== sent.current) {
      sent.current = value;
      setText(value);
    }
  }, [value]);

  const latestSearch = useRef(onSearch);
  latestSearch.current = onSearch;
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === sent.current) return undefined;
    const timer = setTimeout(() => {
      sent.current = wanted;
      latestSearch.current(wanted);
    }, settleMilliseconds);
    return () => clearTimeout(timer);
  }, [text]);

  useSlash(() => box.current?.querySelector('input')?.focus());

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      props.onLeaveDown();
    }
  };
  return (
    <div ref={box}>
      <SearchField
        aria-label="Search this list"
        placeholder={narrow ? placeholder : `${placeholder}   ( / )`}
        size="small"
        value={text}
        onChange={setText}
        onClear={() => setText('')}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

function useSlash(focus: () => void) {
  const latestFocus = useRef(focus);
  latestFocus.current = focus;
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey)
        return;
      if (isEditing(event.target) || document.querySelector('[role=dialog]'))
        return;
      // The list is nearer than the portal's own search: it takes the key.
      event.preventDefault();
      event.stopPropagation();
      latestFocus.current();
    };
    document.addEventListener('keydown', onKey, { capture: true });
    return () =>
      document.removeEventListener('keydown', onKey, { capture: true });
  }, []);
}

function isEditing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
