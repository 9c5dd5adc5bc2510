import {
  useEffect,
  useRef,
  useState,
  type CSSProperties,
  type ReactNode,
} from 'react';
import { useNavigate } from 'react-router-dom';
import { Button, Link } from '@backstage/ui';
import { formatCount } from '../figures/formatBytes';
import { explainProblem } from '../problems/explainProblem';
import { Notice } from '../problems/Notice';
import { totalAt, type BarSeries } from './stackedValues';
import styles from './StackedBars.module.css';

/** A place on the axis of a chart. */
export interface Bucket {
  key: string;
  /** Short, for the axis: `3 Nov`. */
  label: string;
}

/** Counts over buckets, by kind: what a chart of bars and its table show. */
export interface StackedBarsProps {
  /** What is counted, for who doesn't see the picture: `Changes per day`. */
  label: string;
  /** The word over the first column of the table: `Day`. */
  bucketLabel: string;
  buckets: readonly Bucket[];
  series: readonly BarSeries[];
  /** The list that makes a number; without a series, that of all. */
  hrefOf: (bucket: Bucket, seriesKey?: string) => string;
}

/**
 * Stacked bars, each a link to the list that makes it. The picture has a
 * table beside it with the same numbers and links, for keyboards and for who
 * doesn't see it.
 */
export function StackedBars(props: StackedBarsProps): ReactNode {
  const [asTable, setAsTable] = useState(false);
  return (
    <div className={styles.root}>
      <div className={styles.head}>
        <ul className={styles.legend} aria-label={`Kinds of ${props.label}`}>
          {props.series.map((one, index) => (
            <li key={one.key} className={styles.entry}>
              <span
                className={styles.swatch}
                style={
                  {
                    '--swatch': `var(--fly-series-${(index % 6) + 1})`,
                  } as CSSProperties
                }
                aria-hidden="true"
              />
              {one.label}
            </li>
          ))}
        </ul>
        <Button
          size="small"
          variant="tertiary"
          onPress={() => setAsTable(!asTable)}
        >
          {asTable ? 'Show as a chart' : 'Show as a table'}
        </Button>
      </div>
      {asTable ? <BarTable {...props} /> : <BarPlot {...props} />}
    </div>
  );
}

function BarPlot(props: StackedBarsProps) {
  const { buckets, series, hrefOf, label } = props;
  const element = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<number>();
  const [error, setError] = useState<unknown>();
  const navigate = useNavigate();
  const choose = useRef<(bucket: number) => void>(() => {});
  choose.current = at => buckets[at] && navigate(hrefOf(buckets[at]));
  // The same numbers, asked again, must not draw anew under the pointer.
  const drawn = JSON.stringify([buckets, series]);

  useEffect(() => {
    let remove: (() => void) | undefined;
    let left = false;
    // The library is loaded with the first chart, not with the portal.
    import('./drawStackedBars')
      .then(({ drawStackedBars }) => {
        if (left || !element.current) return;
        const [shown, counted] = JSON.parse(drawn) as [Bucket[], BarSeries[]];
        remove = drawStackedBars(element.current, {
          buckets: shown.map(bucket => bucket.label),
          series: counted,
          onHover: setHovered,
          onChoose: at => choose.current(at),
        });
      })
      .catch(setError);
    return () => {
      left = true;
      remove?.();
    };
  }, [drawn]);

  const total = buckets.reduce((sum, _, at) => sum + totalAt(series, at), 0);
  if (error !== undefined) {
    return (
      <Notice tone="problem">
        The chart could not be drawn; its table has the same numbers.{' '}
        {explainProblem(error).message}
      </Notice>
    );
  }
  return (
    <>
      <div
        ref={element}
        className={styles.plot}
        role="img"
        aria-label={`${label}: ${formatCount(total)} in all; the table has the numbers`}
      />
      <div className={styles.readout} aria-hidden="true">
        {hovered !== undefined && buckets[hovered]
          ? readout(props, hovered)
          : 'Point at a bar for its numbers, press it for its list'}
      </div>
    </>
  );
}

function readout({ buckets, series }: StackedBarsProps, at: number): string {
  const parts = series
    .filter(one => (one.values[at] ?? 0) > 0)
    .map(one => `${one.label} ${formatCount(one.values[at]!)}`);
  return `${buckets[at]!.label}: ${formatCount(totalAt(series, at))}${
    parts.length > 0 ? ` (${parts.join(', ')})` : ''
  }`;
}

function BarTable(props: StackedBarsProps) {
  const { buckets, series, hrefOf } = props;
  const number = (count: number, href: string) =>
    count === 0 ? '0' : <Link href={href}>{formatCount(count)}</Link>;
  return (
    <div
      className={styles.scroll}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by keyboard too
      tabIndex={0}
      role="region"
      aria-label={props.label}
    >
      <table className={styles.table} aria-label={props.label}>
        <thead>
          <tr>
            <th scope="col">{props.bucketLabel}</th>
            {series.map(one => (
              <th key={one.key} scope="col">
                {one.label}
              </th>
            ))}
            <th scope="col">All</th>
          </tr>
        </thead>
        <tbody>
          {buckets
            .map((bucket, at) => (
              <tr key={bucket.key}>
                <th scope="row">{bucket.label}</th>
                {series.map(one => (
                  <td key={one.key}>
                    {number(one.values[at] ?? 0, hrefOf(bucket, one.key))}
                  </td>
                ))}
                <td>{number(totalAt(series, at), hrefOf(bucket))}</td>
              </tr>
            ))
            .toReversed()}
        </tbody>
      </table>
    </div>
  );
}
