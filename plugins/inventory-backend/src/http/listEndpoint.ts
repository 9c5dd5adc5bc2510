import {
  listQuerySchema,
  pageSchema,
  type Freshness,
  type ListQuery,
} from '@flyloft/kit-common';
import type { Permission } from '@backstage/plugin-permission-common';
import type { z } from 'zod';
import { endpoint, type Call, type Endpoint } from './endpoint';

interface ListParts<T> {
  items: T[];
  nextCursor: string | null;
  total: number;
}

/** A list's route: its store gives the page, and the answer says how fresh. */
export function listEndpoint<T>(
  path: string,
  noun: { summary: string; item: z.ZodType<T>; permission: Permission },
  freshness: () => Promise<Freshness>,
  list: (query: ListQuery, call: Call) => Promise<ListParts<T>>,
  querySchema: typeof listQuerySchema = listQuerySchema,
): Endpoint {
  return endpoint({
    method: 'get',
    path,
    summary: noun.summary,
    permission: noun.permission,
    query: querySchema,
    answer: pageSchema(noun.item),
    async handle(call) {
      const [page, fresh] = await Promise.all([
        list(call.query, call),
        freshness(),
      ]);
      return {
        items: page.items,
        nextCursor: page.nextCursor,
        total: page.total,
        freshness: fresh,
      };
    },
  });
}
