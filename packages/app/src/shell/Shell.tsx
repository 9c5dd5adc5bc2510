import { useEffect, useRef, type ReactNode } from 'react';
import { matchPath, useLocation, useNavigationType } from 'react-router-dom';
import { PaletteProvider } from '../search/PaletteProvider';
import styles from './Shell.module.css';

// Backstage's own pages that are a `main` themselves: there may be only one.
const pagesWithMain = ['/catalog/:namespace/:kind/:name/*', '/catalog-graph/*'];

/** The frame of everything: a way past the navigation, the navigation, the page. */
export function Shell(props: { navigation: ReactNode; children: ReactNode }) {
  const content = useRef<HTMLDivElement>(null);
  useTopOfNewPage();
  const { pathname } = useLocation();
  const bringsMain = pagesWithMain.some(path => matchPath(path, pathname));
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
          role={bringsMain ? undefined : 'main'}
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
