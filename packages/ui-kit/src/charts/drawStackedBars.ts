import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatCount } from '../figures/formatBytes';
import { stackTops, type BarSeries } from './stackedValues';

/** What a plot shows, and whom it tells. */
export interface StackedBarsPlot {
  buckets: readonly string[];
  series: readonly BarSeries[];
  onHover: (bucket: number | undefined) => void;
  onChoose: (bucket: number) => void;
}

const height = 220;

/**
 * Draws stacked bars into an element, in the colours of the theme, and again
 * when the theme or the width changes.
 *
 * @returns What takes it all away again.
 */
export function drawStackedBars(
  element: HTMLElement,
  plot: StackedBarsPlot,
): () => void {
  let chart = make(element, plot);
  const redraw = () => {
    chart.destroy();
    chart = make(element, plot);
  };
  const theme = new MutationObserver(redraw);
  theme.observe(document.documentElement, {
    subtree: true,
    attributeFilter: ['data-theme-mode'],
  });
  const width = new ResizeObserver(() =>
    chart.setSize({ width: widthOf(element), height }),
  );
  width.observe(element);
  return () => {
    theme.disconnect();
    width.disconnect();
    chart.destroy();
  };
}

const widthOf = (element: HTMLElement) => Math.max(240, element.clientWidth);

function make(element: HTMLElement, plot: StackedBarsPlot): UPlot {
  const colour = colourOf(element);
  const { buckets, series } = plot;
  const data = [buckets.map((_, at) => at), ...stackTops(series)];
  const axis = { stroke: colour('--bui-fg-secondary'), font: fontOf(element) };
  const grid = { stroke: colour('--fly-line'), width: 1 };
  const chart = new UPlot(
    {
      width: widthOf(element),
      height,
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false } },
      scales: {
        x: { time: false, range: [-0.6, buckets.length - 0.4] },
        y: { range: (_chart, _min, max) => [0, Math.max(4, max * 1.05)] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          ticks: grid,
          incrs: [1, 2, 5, 7, 10, 14, 30],
          space: 64,
          values: (_chart, splits) =>
            splits.map(at => (Number.isInteger(at) ? (buckets[at] ?? '') : '')),
        },
        {
          ...axis,
          grid,
          ticks: { show: false },
          incrs: [1, 2, 5].flatMap(one =>
            [0, 1, 2, 3, 4, 5, 6].map(power => one * 10 ** power),
          ),
          size: 56,
          values: (_chart, splits) => splits.map(formatCount),
        },
      ],
      series: [
        {},
        ...series.map((_, index) => ({
          fill: colour(seriesColour(index)),
          width: 0,
          paths: UPlot.paths.bars!({ size: [0.75, 48] }),
          points: { show: false },
        })),
      ],
      hooks: {
        setCursor: [({ cursor }) => plot.onHover(cursor.idx ?? undefined)],
      },
    },
    data as UPlot.AlignedData,
    element,
  );
  chart.over.addEventListener('click', () => {
    const { idx } = chart.cursor;
    if (typeof idx === 'number') plot.onChoose(idx);
  });
  return chart;
}

/** The token of the colour of a series; there are six, then they repeat. */
export const seriesColour = (index: number) =>
  `--fly-series-${(index % 6) + 1}`;

// A canvas takes no variables: they are read where the chart stands.
function colourOf(element: HTMLElement) {
  const style = getComputedStyle(element);
  return (token: string) => style.getPropertyValue(token).trim();
}

function fontOf(element: HTMLElement): string {
  return `12px ${getComputedStyle(element).fontFamily || 'sans-serif'}`;
}
