import type { Reply } from '../proxmox/http/index.ts';
import type { SpoiltLists } from '../wire/platformApi.ts';

interface Body {
  data?: object[];
  entities?: object[];
  metadata?: { totalAvailableResults?: number; total_matches?: number };
}

function bodyOf(reply: Reply): Body | undefined {
  if (reply.status !== 200) return undefined;
  const body = JSON.parse(reply.body.toString()) as Body;
  return body.data || body.entities ? body : undefined;
}

/** How lists of machines are spoiled in both interfaces. */
export const spoiltLists: SpoiltLists = {
  isList: operation => /\/ahv\/config\/vms$|\/v3\/vms\/list$/.test(operation),
  halved(reply, share) {
    const body = bodyOf(reply);
    if (!body) return undefined;
    let seen = 0;
    const keeps = () => {
      // Spread over the list, and the same ones each time.
      seen++;
      return Math.floor(seen * share) > Math.floor((seen - 1) * share);
    };
    // The count stays: it is the answer that is not whole.
    const halved = body.data
      ? { ...body, data: body.data.filter(keeps) }
      : { ...body, entities: body.entities?.filter(keeps) };
    return { ...reply, body: JSON.stringify(halved) };
  },
  emptied(reply) {
    const body = bodyOf(reply);
    if (!body) return undefined;
    const { data, ...rest } = body;
    const emptied = data
      ? { ...rest, metadata: { ...body.metadata, totalAvailableResults: 0 } }
      : {
          ...body,
          entities: [],
          metadata: { ...body.metadata, total_matches: 0 },
        };
    return { ...reply, body: JSON.stringify(emptied) };
  },
};
