import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useState,
  type ReactNode,
} from 'react';
import { SearchPalette } from './SearchPalette';
import { opensSearch } from './shortcuts';

const OpenPalette = createContext<() => void>(() => {});

/** Opens the one search from wherever it is asked for. */
export function useOpenPalette(): () => void {
  return useContext(OpenPalette);
}

/** Holds the one search above every page, and listens for its keys. */
export function PaletteProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const show = useMemo(() => () => setOpen(true), []);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!opensSearch(event)) return;
      event.preventDefault();
      // The same key closes it again.
      setOpen(before => !before);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  return (
    <OpenPalette.Provider value={show}>
      {children}
      <SearchPalette isOpen={open} onOpenChange={setOpen} />
    </OpenPalette.Provider>
  );
}
