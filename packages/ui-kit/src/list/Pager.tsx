import { Button, ButtonIcon, Select } from '@backstage/ui';
import { RiArrowLeftSLine, RiArrowRightSLine } from '@remixicon/react';
import { formatCount } from '../figures/formatBytes';
import type { List } from './useList';
import styles from './ListTable.module.css';

const pageSizes = [25, 50, 100, 200];

/** Says which part of how many is shown: `1–50 of 12,408`. */
export function rangeWords(
  page: number,
  limit: number,
  shown: number,
  total: number,
) {
  if (total === 0) return 'none';
  if (shown === 0) return `0 of ${formatCount(total)}`;
  const first = (page - 1) * limit + 1;
  const last = first + shown - 1;
  return `${formatCount(first)}–${formatCount(last)} of ${formatCount(Math.max(total, last))}`;
}

/** The foot of a list: range and total, page size, the way on and back. */
export function Pager<T>({ list }: { list: List<T> }) {
  const { state, answer } = list;
  const page = answer.data;
  return (
    <div className={styles.pager}>
      <span className={styles.total} role="status">
        {page
          ? rangeWords(state.page, state.limit, page.items.length, page.total)
          : ' '}
      </span>
      <div className={styles.pages}>
        <Select
          aria-label="Rows per page"
          size="small"
          options={[...new Set([...pageSizes, state.limit])]
            .sort((a, b) => a - b)
            .map(size => ({ value: `${size}`, label: `${size} rows` }))}
          value={`${state.limit}`}
          onChange={key => list.setLimit(Number(key))}
        />
        {state.page > 2 && (
          <Button
            size="small"
            variant="tertiary"
            onPress={() => list.setLimit(state.limit)}
          >
            First
          </Button>
        )}
        <ButtonIcon
          size="small"
          variant="secondary"
          icon={<RiArrowLeftSLine />}
          aria-label="Previous page"
          isDisabled={!state.cursor}
          onPress={list.goToPrevious}
        />
        <ButtonIcon
          size="small"
          variant="secondary"
          icon={<RiArrowRightSLine />}
          aria-label="Next page"
          isDisabled={!page?.nextCursor || answer.outdated}
          onPress={() => page?.nextCursor && list.goToNext(page.nextCursor)}
        />
      </div>
    </div>
  );
}
