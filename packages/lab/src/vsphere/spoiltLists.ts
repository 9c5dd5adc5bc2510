import type { Reply } from '../proxmox/http/index.ts';
import type { SpoiltLists } from '../wire/platformApi.ts';

const OBJECT = /<objects>[\s\S]*?<\/objects>\n?/g;
const isMachine = (object: string) =>
  object.startsWith('<objects><obj type="VirtualMachine">');

function spoil(
  reply: Reply,
  keeps: (object: string) => boolean,
): Reply | undefined {
  const text = reply.body.toString();
  if (!text.includes('<obj type="VirtualMachine">')) return undefined;
  return {
    ...reply,
    body: text.replace(OBJECT, object =>
      !isMachine(object) || keeps(object) ? object : '',
    ),
  };
}

/** How lists of machines are spoiled in SOAP. */
export const spoiltLists: SpoiltLists = {
  isList: operation =>
    /RetrieveProperties(?:Ex)?\/VirtualMachine$/.test(operation),
  halved(reply, share) {
    let seen = 0;
    return spoil(reply, () => {
      // Spread over the list, and the same ones each time.
      seen++;
      return Math.floor(seen * share) > Math.floor((seen - 1) * share);
    });
  },
  emptied: reply => spoil(reply, () => false),
};
