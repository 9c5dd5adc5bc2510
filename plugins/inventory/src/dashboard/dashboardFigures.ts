import type { Filter, Summary } from '@flyloft/plugin-inventory-common';
import { listWhere, where } from '../paths';

/** A number of the dashboard with the list that makes it. */
export interface DashboardFigure {
  key: string;
  count: number;
  words: string;
  href: string;
}

/** The numbers at the top: how many there are, then what stands out. */
export function guestFigures(summary: Summary): DashboardFigure[] {
  const { guests } = summary;
  const of = (
    key: keyof Summary['guests'],
    words: string,
    ...filters: Filter[]
  ) => ({ key, count: guests[key], words, href: listWhere('guests', filters) });
  return [
    of('total', 'guests'),
    of('running', 'running', where('powerState', 'eq', 'running')),
    of('templates', 'templates', where('template', 'eq', 'true')),
    of('withoutOwner', 'without owner', where('ownerRef', 'empty')),
    of(
      'withoutAddress',
      'without an address',
      where('addresses', 'empty'),
      where('template', 'eq', 'false'),
    ),
    of(
      'withDuplicateAddress',
      'share an address',
      where('duplicateAddress', 'eq', 'true'),
    ),
    of('unreachable', 'unreachable', where('visibility', 'eq', 'unreachable')),
    of(
      'identityInDoubt',
      'identity in doubt',
      where('identityDoubt', 'present'),
    ),
  ];
}

/** Networks and the addresses seen on them; null where they may not be seen. */
export function networkFigures(summary: Summary): DashboardFigure[] {
  const { infrastructure, addresses } = summary;
  const networks = infrastructure
    ? [
        {
          key: 'networks',
          count: infrastructure.networks,
          words: 'networks',
          href: listWhere('networks', []),
        },
        {
          key: 'in-use',
          count: infrastructure.networksInUse,
          words: 'in use',
          href: listWhere('networks', [where('guestCount', 'gte', '1')]),
        },
        {
          key: 'not-in-use',
          count: infrastructure.networks - infrastructure.networksInUse,
          words: 'not in use',
          href: listWhere('networks', [where('guestCount', 'eq', '0')]),
        },
      ]
    : [];
  return [
    ...networks,
    {
      key: 'addresses',
      count: addresses.total,
      words: 'addresses seen',
      href: listWhere('addresses', []),
    },
    {
      key: 'duplicated',
      count: addresses.duplicated,
      words: 'seen at more than one guest',
      href: listWhere('addresses', [where('duplicate', 'eq', 'true')]),
    },
  ];
}
