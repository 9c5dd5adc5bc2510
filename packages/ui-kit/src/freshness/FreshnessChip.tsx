import type { Freshness } from '@flyloft/kit-common';
import { Button, DialogTrigger, Popover } from '@backstage/ui';
import { useNow } from '../time/useNow';
import { timeTitle } from '../time/RelativeTime';
import { freshnessWords, platformWords } from './freshnessWords';
import styles from './FreshnessChip.module.css';

/** How old what is on the page is; pressed, it says so for each platform. */
export function FreshnessChip(props: { freshness: Freshness }) {
  const now = useNow();
  const { freshness } = props;
  return (
    <DialogTrigger>
      <Button
        variant="tertiary"
        size="small"
        className={styles.chip}
        data-state={freshness.state}
      >
        <span className={styles.dot} aria-hidden="true" />
        <span className={styles.words}>{freshnessWords(freshness, now)}</span>
      </Button>
      <Popover placement="bottom end">
        {freshness.platforms.length === 0 ? (
          'No platform is configured, so nothing is collected.'
        ) : (
          <dl className={styles.list}>
            {freshness.platforms.map(platform => (
              <div key={platform.platformId}>
                <dt>{platform.title}</dt>
                <dd
                  title={
                    platform.collectedAt
                      ? timeTitle(new Date(platform.collectedAt))
                      : undefined
                  }
                >
                  {platformWords(platform, now)}
                </dd>
              </div>
            ))}
          </dl>
        )}
      </Popover>
    </DialogTrigger>
  );
}
