import { useEffect, useRef, type RefObject } from 'react';

const fields = 'input, textarea, button[aria-haspopup="listbox"]';

/** Lets the keyboard begin in the first field of a form that was just opened. */
export function useFirstField<T extends HTMLElement>(): RefObject<T> {
  const form = useRef<T>(null);
  useEffect(() => {
    const found = form.current?.querySelectorAll<HTMLElement>(fields) ?? [];
    [...found].find(field => !field.closest('[aria-hidden="true"]'))?.focus();
  }, []);
  return form;
}
