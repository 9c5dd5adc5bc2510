import type { Reply } from '../proxmox/http/index.ts';

interface ListBody {
  data: Record<string, unknown>[];
}

function listIn(reply: Reply): ListBody | undefined {
  const body: unknown = JSON.parse(reply.body.toString());
  const data = (body as { data?: unknown }).data;
  return Array.isArray(data) ? (body as ListBody) : undefined;
}

const isGuest = (row: Record<string, unknown>) => row.vmid !== undefined;

/** The same list with only a share of its guests, of one node's when a node is named. */
export function halved(
  reply: Reply,
  share: number,
  node: string | undefined,
): Reply | undefined {
  const body = listIn(reply);
  if (!body) return undefined;
  let seen = 0;
  const data = body.data.filter(row => {
    if (!isGuest(row) || (node !== undefined && row.node !== node)) return true;
    // Spread over the list, and the same ones each time.
    seen++;
    return Math.floor(seen * share) > Math.floor((seen - 1) * share);
  });
  return { ...reply, body: JSON.stringify({ ...body, data }) };
}

/** The answer a lost privilege would give: 200, and nothing in it. */
export function emptied(reply: Reply): Reply | undefined {
  const body = listIn(reply);
  return body && { ...reply, body: JSON.stringify({ ...body, data: [] }) };
}

/** Well-formed HTTP around what is no JSON: the end of the text is missing. */
export function notJson(reply: Reply): Reply {
  const text = reply.body.toString();
  return {
    ...reply,
    body: `${text.slice(0, Math.max(1, Math.floor(text.length / 2)))}\u0000]`,
  };
}
