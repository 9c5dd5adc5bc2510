import { useRef, type ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { useSiteNames } from '@flyloft/ui-kit';
import { AccountMenu } from '../account/AccountMenu';
import { LogoFull } from '../brand/Logo';
import { SearchButton } from '../search/SearchButton';
import { useCurrentInSight } from './useCurrentInSight';
import styles from './Sidebar.module.css';

/** The column beside the page: name, search, ways to go, account. */
export function Sidebar(props: { path: string; children: ReactNode }) {
  const { portal } = useSiteNames();
  const ways = useRef<HTMLDivElement>(null);
  useCurrentInSight(ways, props.path);
  return (
    <aside className={styles.sidebar} aria-label={portal}>
      <Link to="/" className={styles.logo} aria-label={`${portal}, home`}>
        <LogoFull className={styles.name} />
      </Link>
      <SearchButton />
      <div className={styles.ways} ref={ways}>
        {props.children}
      </div>
      <div className={styles.account}>
        <AccountMenu />
      </div>
    </aside>
  );
}
