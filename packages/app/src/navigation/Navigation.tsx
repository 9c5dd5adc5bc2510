import { useLocation } from 'react-router-dom';
import { useMemo } from 'react';
import { MobileBar } from './MobileBar';
import { navigation, shownSections } from './navigation';
import { NavigationList } from './NavigationList';
import { Sidebar } from './Sidebar';
import { useCounts } from './useCounts';
import { useRights } from './useRights';

/** The ways to go: a column beside the page, or a bar above it on a phone. */
export function Navigation() {
  const rights = useRights();
  const counts = useCounts(rights);
  const { pathname } = useLocation();
  const sections = useMemo(() => shownSections(navigation, rights), [rights]);
  const list = (
    <NavigationList sections={sections} counts={counts} path={pathname} />
  );
  return (
    <>
      <MobileBar path={pathname}>{list}</MobileBar>
      <Sidebar path={pathname}>{list}</Sidebar>
    </>
  );
}
