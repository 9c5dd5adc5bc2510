import { useEffect, useRef, type ReactNode } from 'react';
import { useLocation, useNavigationType } from 'react-router-dom';
import { PaletteProvider } from '../search/PaletteProvider';
import styles from './Shell.module.css';

/** The frame of everything: a way past the navigation, the navigation, the page. */
export function Shell(props: { navigation: ReactNode; children: ReactNode }) {
  const content = useRef<HTMLElement>(null);
  useTopOfNewPage();
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
        <main
          id="content"
          ref={content}
          tabIndex={-1}
          className={styles.content}
        >
          {props.children}
        </main>
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
