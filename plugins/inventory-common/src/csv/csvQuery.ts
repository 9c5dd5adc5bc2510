import { z } from 'zod';
import { listQuerySchema, type ListQuery } from '@flyloft/kit-common';

/** The lists that are exported, by the last part of their address. */
export const exportedLists = [
  'guests',
  'hosts',
  'clusters',
  'networks',
  'storages',
  'addresses',
  'history',
] as const;
export type ExportedList = (typeof exportedLists)[number];

/**
 * The query of a list as a CSV file: that of the list, without pages, and the
 * columns by the names of its facts, separated by commas; `id` is one of them.
 */
export const csvQuerySchema = listQuerySchema
  .omit({ limit: true, cursor: true })
  .extend({
    columns: z
      .string()
      .max(2000)
      .transform(text => text.split(',').filter(name => name !== ''))
      .optional(),
    /** Begins the file with the mark by which spreadsheets know UTF-8. */
    byteOrderMark: z
      .enum(['true', 'false'])
      .transform(text => text === 'true')
      .optional(),
  });

/** The query of an export as a caller writes it. */
export type CsvQuery = Omit<ListQuery, 'limit' | 'cursor'> & {
  columns?: string;
  byteOrderMark?: boolean;
};
