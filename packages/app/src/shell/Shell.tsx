import {
  useEffect,
  useRef,
  useState,
  type RefObject,
  type ReactNode,
} from 'react';
import { useLocation, useNavigationType } from 'react-router-dom';
import { useLoadedNames } from '../brand/useLoadedNames';
import { PaletteProvider } from '../search/PaletteProvider';
import styles from './Shell.module.css';

/** The frame of everything: a way past the navigation, the navigation, the page. */
export function Shell(props: { navigation: ReactNode; children: ReactNode }) {
  const content = useRef<HTMLDivElement>(null);
  useTopOfNewPage();
  useLoadedNames();
  const hasMain = useHasMain(content);
  return (
    <PaletteProvider>
      <div className={styles.shell}>
        <a
          className={styles.skip}
          href="#content"
          onClick={event => {
            // Without a new entry in the history, and without a '#' in the address.
            event.preventDefault();
            content.current?.focus();
            content.current?.scrollIntoView();
          }}
        >
          Skip to content
        </a>
        {props.navigation}
        <div
          id="content"
          ref={content}
          role={hasMain ? undefined : 'main'}
          tabIndex={-1}
          className={styles.content}
        >
          {props.children}
        </div>
      </div>
    </PaletteProvider>
  );
}

/** A new page is seen from its top; going back, the browser knows where one was. */
function useTopOfNewPage() {
  const { pathname } = useLocation();
  const how = useNavigationType();
  useEffect(() => {
    if (how !== 'POP') window.scrollTo(0, 0);
  }, [pathname, how]);
}

/**
 * Whether the page in here is a `main` itself, as some of Backstage's own are
 * in some of their states: there must be one, and only one.
 */
function useHasMain(content: RefObject<HTMLElement>): boolean {
  const [hasMain, setHasMain] = useState(false);
  useEffect(() => {
    const element = content.current;
    if (!element) return undefined;
    const look = () => setHasMain(element.querySelector('main') !== null);
    look();
    const observer = new MutationObserver(look);
    observer.observe(element, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [content]);
  return hasMain;
}
