import type { Reply } from '../proxmox/http/index.ts';
import type { SpoiltLists } from '../wire/platformApi.ts';
import { statusObject } from './status.ts';

interface ListBody {
  kind?: string;
  items?: { spec?: unknown; status?: { nodeName?: string } }[];
}

function listIn(reply: Reply): Required<Pick<ListBody, 'items'>> | undefined {
  const body = JSON.parse(reply.body.toString()) as ListBody;
  return body.items ? { ...body, items: body.items } : undefined;
}

const MACHINES =
  /^\/apis\/kubevirt\.io\/v1\/(?:virtualmachines|virtualmachineinstances)$/;

/** How lists of machines are spoiled. */
export const spoiltLists: SpoiltLists = {
  isList: operation => MACHINES.test(operation),
  halved(reply, share, host) {
    const body = listIn(reply);
    if (!body) return undefined;
    let seen = 0;
    const items = body.items.filter(({ status }) => {
      if (host !== undefined && status?.nodeName !== host) return true;
      // Spread over the list, and the same ones each time.
      seen++;
      return Math.floor(seen * share) > Math.floor((seen - 1) * share);
    });
    return { ...reply, body: JSON.stringify({ ...body, items }) };
  },
  // Kubernetes refuses where Proxmox would show nothing.
  emptied: reply => ({
    ...reply,
    status: 403,
    body: JSON.stringify(
      statusObject(
        403,
        'virtualmachines.kubevirt.io is forbidden: User "system:serviceaccount:flyloft:flyloft-reader" cannot list resource "virtualmachines" in API group "kubevirt.io" at the cluster scope',
      ),
    ),
  }),
};
