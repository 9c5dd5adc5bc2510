import { useEffect, useRef, useState } from 'react';
import type { FactTable } from '@flyloft/kit-common';
import { Button, Checkbox, DialogTrigger, Popover } from '@backstage/ui';
import { RiDownloadLine } from '@remixicon/react';
import { formatBytes, formatCount } from '../figures/formatBytes';
import { explainProblem } from '../problems/explainProblem';
import { Notice } from '../problems/Notice';
import { shownColumns, type ListColumn } from './listColumn';
import { useNarrow } from './useNarrow';
import { saveAnswer } from './saveAnswer';
import type { List } from './useList';
import styles from './ExportMenu.module.css';

/** What an export asks for, beside the list's own query. */
export interface ExportChoice {
  /** The facts to export; undefined: all that there are. */
  columns: string[] | undefined;
  byteOrderMark: boolean;
}

/** How all rows of a list are had as CSV. */
export interface ListExport {
  fileName: string;
  open: (choice: ExportChoice, signal: AbortSignal) => Promise<Response>;
}

/**
 * Saves all rows of a list as CSV, not only those of the page: what is asked
 * is what the list shows, with its filters, order and moment.
 */
export function ExportMenu<T>(props: {
  what: string;
  list: List<T>;
  columns: readonly ListColumn<T>[];
  exports: ListExport;
}) {
  const { list, what } = props;
  const [allColumns, setAllColumns] = useState(false);
  const [byteOrderMark, setByteOrderMark] = useState(false);
  const narrow = useNarrow();
  const { state, start, stop } = useExport(props.exports.fileName);
  const total = list.answer.data?.total ?? 0;
  const shown = shownColumns(props.columns, list.state.columns);
  const columns = [
    ...new Set(shown.flatMap(column => factsOf(column, list.facts))),
  ];

  return (
    <DialogTrigger>
      <Button
        variant="secondary"
        size="small"
        iconStart={<RiDownloadLine />}
        isDisabled={total === 0}
        aria-label="Export"
      >
        {narrow ? '' : 'Export'}
      </Button>
      <Popover placement="bottom end">
        <div className={styles.menu} role="group" aria-label="Export as CSV">
          <p className={styles.words}>
            {formatCount(total)} {what}, as this list filters and orders them.
          </p>
          <Checkbox isSelected={allColumns} onChange={setAllColumns}>
            All columns, not only those shown
          </Checkbox>
          <Checkbox isSelected={byteOrderMark} onChange={setByteOrderMark}>
            Mark as UTF-8, for Excel
          </Checkbox>
          {state.bytes === undefined ? (
            <Button
              size="small"
              variant="primary"
              onPress={() =>
                start(signal =>
                  props.exports.open(
                    {
                      columns: allColumns ? undefined : columns,
                      byteOrderMark,
                    },
                    signal,
                  ),
                )
              }
            >
              Save CSV
            </Button>
          ) : (
            <Button size="small" variant="secondary" onPress={stop}>
              Stop
            </Button>
          )}
          <span className={styles.words} role="status">
            {state.bytes !== undefined && `${formatBytes(state.bytes)} so far`}
            {state.saved && 'Saved'}
          </span>
          {state.error !== undefined && (
            <Notice tone="problem">
              Nothing was saved. {explainProblem(state.error).message}
            </Notice>
          )}
        </div>
      </Popover>
    </DialogTrigger>
  );
}

// A column may show more facts than one, or something that is none.
function factsOf<T>(column: ListColumn<T>, facts: FactTable) {
  return column.exports ?? (facts[column.id] ? [column.id] : []);
}

/** An export under way; leaving the page ends it. */
function useExport(fileName: string) {
  const [state, setState] = useState<{
    bytes?: number;
    saved?: boolean;
    error?: unknown;
  }>({});
  const running = useRef<AbortController>();
  useEffect(() => () => running.current?.abort(), []);

  const start = async (open: (signal: AbortSignal) => Promise<Response>) => {
    const controller = new AbortController();
    running.current = controller;
    setState({ bytes: 0 });
    try {
      const response = await open(controller.signal);
      await saveAnswer(response, fileName, bytes => setState({ bytes }));
      setState({ saved: true });
    } catch (error) {
      if (!controller.signal.aborted) setState({ error });
    }
  };
  const stop = () => {
    running.current?.abort();
    setState({});
  };
  return { state, start, stop };
}
