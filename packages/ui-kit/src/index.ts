/**
 * What every page of the portal shares: tokens, status, freshness, errors and
 * the one table. Deliberately knows no context and asks no API itself.
 *
 * @packageDocumentation
 */
export * from './actions/ActionButton';
export * from './actions/ConfirmButton';
export * from './answer/useAnswer';
export * from './charts/StackedBars';
export type { BarSeries } from './charts/stackedValues';
export * from './copy/CodeBlock';
export * from './copy/Copyable';
export * from './empty/EmptyState';
export * from './empty/Waiting';
export * from './facts/FactList';
export * from './facts/FactTable';
export * from './figures/Bytes';
export * from './figures/CapacityBar';
export * from './figures/Distribution';
export * from './figures/formatBytes';
export * from './freshness/FreshnessChip';
export * from './freshness/freshnessWords';
export * from './freshness/StaleNotice';
export * from './list/AsOfPicker';
export * from './list/ChoiceChip';
export * from './list/choices';
export * from './list/ExportMenu';
export * from './list/filterWords';
export * from './list/listColumn';
export * from './list/listState';
export * from './list/ListTable';
export * from './list/saveAnswer';
export * from './list/useList';
export * from './list/SelectionBar';
export * from './list/useListState';
export * from './list/useSelection';
export * from './names/siteNames';
export * from './page/PageFrame';
export * from './page/Section';
export * from './problems/ErrorPanel';
export * from './problems/explainProblem';
export * from './problems/Notice';
export * from './status/StatusBadge';
export * from './time/ExactTime';
export * from './time/MomentField';
export * from './time/RelativeTime';
export * from './time/timeWords';
export * from './time/useNow';
export * from './timeline/Timeline';
