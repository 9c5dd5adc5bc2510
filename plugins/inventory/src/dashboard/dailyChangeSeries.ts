import type {
  ChangeType,
  DailyChanges,
} from '@flyloft/plugin-inventory-common';
import type { BarSeries, Bucket } from '@flyloft/ui-kit';
import { listWhere, where } from '../paths';

/** Types that are one colour of the chart: ten would not be told apart. */
const groups: ReadonlyArray<{
  key: string;
  label: string;
  types: readonly ChangeType[];
}> = [
  { key: 'life-cycle', label: 'Life cycle', types: ['life-cycle'] },
  { key: 'power', label: 'Power', types: ['power'] },
  { key: 'size', label: 'Size', types: ['cpu', 'memory', 'disk'] },
  { key: 'network', label: 'Network', types: ['network'] },
  { key: 'placement', label: 'Placement', types: ['placement'] },
  { key: 'other', label: 'Other', types: ['name', 'os', 'other'] },
];

/** The days and their counts as a chart takes them; quiet days are there too. */
export function dailyChangeSeries(daily: DailyChanges): {
  buckets: Bucket[];
  series: BarSeries[];
} {
  const days = daysBetween(daily.from, daily.to);
  return {
    buckets: days.map(day => ({ key: day, label: shortDay(day) })),
    series: groups.map(({ key, label, types }) => ({
      key,
      label,
      values: days.map(day =>
        daily.items
          .filter(item => item.day === day && types.includes(item.type))
          .reduce((sum, item) => sum + item.count, 0),
      ),
    })),
  };
}

/** The list of the changes of a day, of one kind or of all. */
export function changesOfDay(day: string, seriesKey?: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  // The browser's own day, as the counts were asked for.
  const begin = new Date(year, month - 1, date);
  const end = new Date(year, month - 1, date + 1);
  const types = groups.find(group => group.key === seriesKey)?.types;
  return listWhere('changes', [
    where('at', 'gte', begin.toISOString()),
    where('at', 'lte', new Date(end.getTime() - 1).toISOString()),
    ...(types ? [where('type', 'in', ...types)] : []),
  ]);
}

function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (
    let moment = Date.parse(from);
    moment <= Date.parse(to);
    moment += 86_400_000
  ) {
    days.push(new Date(moment).toISOString().slice(0, 10));
  }
  return days;
}

const shortDay = (day: string) =>
  new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(new Date(day));
