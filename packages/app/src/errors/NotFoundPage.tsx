import { useLocation } from 'react-router-dom';
import { Button, ButtonLink, Flex } from '@backstage/ui';
import { PageFrame, useSiteNames } from '@flyloft/ui-kit';
import { useOpenPalette } from '../search/PaletteProvider';
import styles from './errors.module.css';

/** No page has this address. */
export function NotFoundPage() {
  const { pathname } = useLocation();
  const search = useOpenPalette();
  const { portal } = useSiteNames();
  return (
    <PageFrame title="No page here">
      <div className={styles.text}>
        <p>
          {portal} has no page at{' '}
          <code className={styles.path}>{pathname}</code>. The link may be old,
          or a letter is missing. If it led to a guest or a host, search for its
          name: what was deleted is found there too.
        </p>
        <Flex gap="2">
          <Button variant="primary" onPress={search}>
            Search
          </Button>
          <ButtonLink variant="secondary" href="/">
            Home
          </ButtonLink>
        </Flex>
      </div>
    </PageFrame>
  );
}
