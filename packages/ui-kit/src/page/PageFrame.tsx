import { useEffect, useRef, type ReactNode, type RefObject } from 'react';
import type { Freshness } from '@flyloft/kit-common';
import { BgProvider, Link } from '@backstage/ui';
import { FreshnessChip } from '../freshness/FreshnessChip';
import { StaleNotice } from '../freshness/StaleNotice';
import { useDocumentTitle } from '../names/siteNames';
// Here rather than in the kit's index: an index free of side effects lets a page
// load only the parts it uses, and every page has this one.
import '../tokens/tokens.css';
import styles from './PageFrame.module.css';

/** A step of the way to this page. */
export interface Crumb {
  label: string;
  href: string;
}

/**
 * The frame of every page: where one is, the title, how old the picture is,
 * what one can do. A picture that is not fresh is said in a line of its own:
 * a stale number is never plain.
 */
export function PageFrame(props: {
  title: string;
  /** Beside the title: status, platform. */
  beside?: ReactNode;
  breadcrumbs?: Crumb[];
  freshness?: Freshness;
  actions?: ReactNode;
  /** The content is a list that scrolls inside the window. */
  fill?: boolean;
  children: ReactNode;
}) {
  const { title, freshness, breadcrumbs = [] } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useDocumentTitle(title);
  useKeptFocus(heading);
  return (
    // The frame's ground is the first; BUI's fields step off it by themselves.
    <BgProvider bg="neutral-1">
      <section
        className={props.fill ? `${styles.root} ${styles.fill}` : styles.root}
        aria-label={title}
      >
        <header className={styles.header}>
          <div className={styles.titles}>
            {breadcrumbs.length > 0 && (
              <nav aria-label="Breadcrumbs">
                <ol className={styles.crumbs}>
                  {breadcrumbs.map(crumb => (
                    <li key={crumb.href}>
                      <Link
                        href={crumb.href}
                        variant="body-small"
                        color="secondary"
                      >
                        {crumb.label}
                      </Link>
                    </li>
                  ))}
                </ol>
              </nav>
            )}
            <div className={styles.titleLine}>
              <h1 ref={heading} tabIndex={-1} className={styles.title}>
                {title}
              </h1>
              {props.beside && (
                <div className={styles.beside}>{props.beside}</div>
              )}
            </div>
          </div>
          <div className={styles.actions}>
            {freshness && <FreshnessChip freshness={freshness} />}
            {props.actions}
          </div>
        </header>
        {freshness && <StaleNotice freshness={freshness} />}
        <div className={styles.body}>{props.children}</div>
      </section>
    </BgProvider>
  );
}

// How many pages there were: the first must leave the way past the navigation.
let pagesSeen = 0;

/**
 * Goes on at a new page's title where the focus went with the page before,
 * as that of a table's row does: else the keyboard would begin at the top.
 */
function useKeptFocus(heading: RefObject<HTMLElement>) {
  useEffect(() => {
    pagesSeen += 1;
    if (pagesSeen === 1) return undefined;
    const keep = () => {
      if (document.activeElement === document.body) {
        heading.current?.focus({ preventScroll: true });
      }
    };
    keep();
    // A dialog that led here lets go of the focus when it has faded.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(keep);
    });
    return () => cancelAnimationFrame(frame);
  }, [heading]);
}
