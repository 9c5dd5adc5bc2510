import {
  anyOf,
  containing,
  inRanges,
  partialAddress,
  sql,
  uuidPattern,
  type Sql,
} from '@flyloft/backend-kit';

const macStart = /^[0-9a-f]{2}([:-][0-9a-f]{0,2}){1,5}$/i;
const uuidStart = /^[0-9a-f]{8}-[0-9a-f-]{0,27}$/i;

/** What a typed text may be, beside a part of a name. */
export interface TypedAs {
  macRange: { from: string; to: string } | null;
  uuidRange: { from: string; to: string } | null;
  vmId: string | null;
}

/** Reads what someone typed as the beginning of a MAC, a UUID or a VM id. */
export function typedAs(text: string): TypedAs {
  return {
    macRange: macStart.test(text) ? macRange(text) : null,
    uuidRange: uuidStart.test(text) ? uuidRange(text) : null,
    vmId: /^\d{1,9}$/.test(text) ? text : null,
  };
}

function macRange(text: string) {
  const digits = text.replace(/[:-]/g, '').toLowerCase();
  return { from: digits.padEnd(12, '0'), to: digits.padEnd(12, 'f') };
}

function uuidRange(text: string) {
  const digits = text.replaceAll('-', '').toLowerCase();
  if (digits.length > 32) return null;
  const from = dashed(digits.padEnd(32, '0'));
  const to = dashed(digits.padEnd(32, 'f'));
  return uuidPattern.test(from) && uuidPattern.test(to) ? { from, to } : null;
}

const dashed = (digits: string) =>
  digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/**
 * Free text over guests: a part of the name, the VM id, the beginning of an
 * address, of a MAC or of a UUID. Each arm has an index of its own.
 */
export function guestSearch(text: string, moment: 'now' | 'past'): Sql {
  const { macRange: mac, uuidRange: uuid, vmId } = typedAs(text);
  const arms: Sql[] = [sql`g.name ilike ${containing(text)}`];
  if (vmId) arms.push(sql`g.external_id = ${vmId}`);
  if (uuid) {
    arms.push(sql`g.bios_uuid between ${uuid.from}::uuid and ${uuid.to}::uuid`);
  }
  if (mac) {
    arms.push(
      sql`g.mac_addresses[1] between ${mac.from}::macaddr and ${mac.to}::macaddr`,
    );
    if (mac.from === mac.to) {
      arms.push(sql`g.mac_addresses @> array[${mac.from}::macaddr]`);
    }
  }
  const ranges = partialAddress(text);
  if (ranges.length > 0) {
    arms.push(
      moment === 'now'
        ? sql`g.id in (select a.guest_id from guest_addresses a where ${inRanges('a.address', ranges)})`
        : sql`exists (select from unnest(g.addresses) as part where ${inRanges('part', ranges)})`,
    );
  }
  return anyOf(arms);
}
