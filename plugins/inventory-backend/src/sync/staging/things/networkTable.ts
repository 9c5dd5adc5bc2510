import type { ObservedNetwork } from '@flyloft/plugin-inventory-node';
import { arrayText } from '../copyText';
import {
  address,
  bounds,
  isOwnToMachine,
  wholeNumber,
  wordList,
  type Note,
} from '../plainValues';
import type { ThingTable } from './thingTable';

// A host that does not answer still has its networks: without this, each
// silence would take it off every network's list and put it back later.
const silentHosts = `array(select h.name from silent_hosts h
  where h.cluster_id is not distinct from c.id and h.name = any(o.hosts))`;

/** How networks are staged and stored. */
export const networkTable: ThingTable<ObservedNetwork> = {
  kind: 'network',
  table: 'networks',
  clusterExternalId: seen => seen.clusterExternalId,
  links: ['cluster'],
  silentBecause: `coalesce(
    (select x.reason from silent_clusters x where x.id = m.cluster_id),
    case when not m.listed then (select h.reason from silent_hosts h
      where h.cluster_id is not distinct from m.cluster_id
        and h.name = any(m.hosts) limit 1) end)`,
  fields: [
    { column: 'name', type: 'text', fact: 'name', value: seen => seen.name },
    {
      column: 'kind',
      type: 'text',
      fact: 'kind',
      value: seen => seen.networkKind,
    },
    {
      column: 'vlan_tag',
      type: 'integer',
      fact: 'vlanTag',
      value: (seen, note) =>
        wholeNumber(seen.vlanTag, 'its VLAN tag', bounds.vlanTag, note),
    },
    {
      column: 'vlan_aware',
      type: 'boolean',
      fact: 'vlanAware',
      value: seen => seen.vlanAware,
    },
    {
      column: 'prefixes',
      type: 'inet[]',
      // What a platform calls a prefix may have bits behind its mask.
      stored: `array(select distinct network(part) from unnest(s.prefixes
        || case when ${silentHosts} = '{}' then '{}' else o.prefixes end::inet[]) as part order by 1)`,
      fact: 'prefixes',
      value: (seen, note) =>
        seen.prefixes && arrayText(prefixList(seen.prefixes, note)),
    },
    {
      column: 'hosts',
      type: 'text[]',
      stored: `array(select distinct part collate "C" from unnest(s.hosts || ${silentHosts}) as part order by 1)`,
      fact: 'hosts',
      value: seen => seen.hosts && arrayText(wordList(seen.hosts)),
    },
    {
      column: 'description',
      type: 'text',
      fact: 'description',
      value: seen => seen.description,
    },
  ],
};

/** A prefix as PostgreSQL's `cidr` takes it: bits behind the mask refused. */
function prefixList(prefixes: readonly string[], note: Note): string[] {
  return wordList(
    prefixes
      .map(prefix => plainPrefix(prefix, note))
      .filter(prefix => prefix !== null),
  );
}

function plainPrefix(prefix: string, note: Note): string | null {
  const [network = '', bits] = prefix.split('/');
  const canonical = address(network, 'a prefix', note);
  if (canonical === null || isOwnToMachine(canonical)) return null;
  const widest = canonical.includes(':') ? 128 : 32;
  const length = wholeNumber(
    bits === undefined ? widest : Number(bits),
    'the length of a prefix',
    { min: 0, max: widest },
    note,
  );
  return length === null ? null : `${canonical}/${length}`;
}
