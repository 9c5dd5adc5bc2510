import type { Readable } from 'node:stream';
import { z } from 'zod';
import { limitedBody, readText } from '@flyloft/plugin-inventory-node';
import { DataRowReader } from './DataRowReader';

/** Hands over the rows of `{"data":[…]}` one by one as they arrive. */
export async function readRows(
  body: Readable,
  maxBytes: number,
  onRow: (row: unknown) => void,
): Promise<void> {
  const reader = new DataRowReader(onRow);
  for await (const chunk of limitedBody(body, maxBytes)) reader.push(chunk);
  reader.finish();
}

const envelopeSchema = z.object({ data: z.unknown() });

/** The data of an answer, as a schema says. */
export async function readData<T>(
  body: Readable,
  maxBytes: number,
  schema: z.ZodType<T>,
): Promise<T> {
  const text = await readText(body, maxBytes);
  return schema.parse(envelopeSchema.parse(JSON.parse(text)).data);
}

const refusalSchema = z.object({
  message: z.string().optional().catch(undefined),
  errors: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

/** What the body of a refusal adds to its code and reason phrase. */
export interface RefusalBody {
  message: string;
  /** The parameters that were wrong; their values stay out of it. */
  parameters: string[];
}

/** Reads the body of a refusal, if it has one that can be read. */
export function parseRefusal(text: string): RefusalBody {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // A 401 has no body, a proxy's answer is HTML: the code says enough.
    return { message: '', parameters: [] };
  }
  const { data } = refusalSchema.safeParse(body);
  return {
    message: data?.message?.trim() ?? '',
    parameters: Object.keys(data?.errors ?? {}),
  };
}
