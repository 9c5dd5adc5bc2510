import { Button } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useCopy } from './useCopy';
import styles from './CodeBlock.module.css';

const words = { copied: 'Copied', refused: 'Refused by the browser' };

/** Commands, configuration or raw answers, copied with one click. */
export function CodeBlock(props: { label: string; code: string }) {
  const { outcome, copy } = useCopy();
  return (
    <div className={styles.root}>
      <pre
        className={styles.code}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard must be able to scroll what is too wide
        tabIndex={0}
        role="region"
        aria-label={props.label}
      >
        <code>{props.code}</code>
      </pre>
      <div className={styles.copy}>
        <Button
          variant="secondary"
          size="small"
          iconStart={
            outcome === 'copied' ? <RiCheckLine /> : <RiFileCopyLine />
          }
          onPress={() => copy(props.code)}
        >
          {outcome ? words[outcome] : 'Copy'}
        </Button>
      </div>
    </div>
  );
}
