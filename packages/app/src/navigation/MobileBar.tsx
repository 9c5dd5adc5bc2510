import { useEffect, useState, type ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { ButtonIcon, Dialog, DialogBody, DialogHeader } from '@backstage/ui';
import { useSiteNames } from '@flyloft/ui-kit';
import { RiMenuLine } from '@remixicon/react';
import { AccountList } from '../account/AccountList';
import { LogoFull } from '../brand/Logo';
import { SearchIconButton } from '../search/SearchButton';
import styles from './MobileBar.module.css';

/** The bar above the page on a phone; the ways to go open over the page. */
export function MobileBar(props: { path: string; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const { portal } = useSiteNames();
  // Whoever chose a way wants to see where it led.
  useEffect(() => setOpen(false), [props.path]);
  return (
    <header className={styles.bar}>
      <ButtonIcon
        variant="tertiary"
        icon={<RiMenuLine />}
        aria-label="Menu"
        aria-expanded={open}
        onPress={() => setOpen(true)}
      />
      <Link to="/" className={styles.logo} aria-label={`${portal}, home`}>
        <LogoFull className={styles.name} />
      </Link>
      <SearchIconButton />
      <Dialog isOpen={open} onOpenChange={setOpen} className={styles.drawer}>
        <DialogHeader>{portal}</DialogHeader>
        <DialogBody className={styles.ways}>
          {props.children}
          <AccountList onDone={() => setOpen(false)} />
        </DialogBody>
      </Dialog>
    </header>
  );
}
