import type { AuditorService } from '@backstage/backend-plugin-api';
import { audited, nameOf } from '@flyloft/backend-kit';
import {
  guestReadPermission,
  guestSightingsSchema,
  machineDecidePermission,
  machineDecisionSchema,
  machinePairSchema,
  type MachinePair,
} from '@flyloft/plugin-inventory-common';
import type { FreshnessStore } from '../freshness/FreshnessStore';
import type { GuestListStore } from '../guests/GuestListStore';
import { endpoint, type Endpoint } from '../http/endpoint';
import { idOf } from '../http/idOf';
import { listEndpoint } from '../http/listEndpoint';
import type { MachinePairStore } from './MachinePairStore';

/** What the routes of machine pairs act through. */
export interface MachineServices {
  machines: MachinePairStore;
  guests: GuestListStore;
  freshness: FreshnessStore;
  auditor: AuditorService;
}

/** The routes on guests of several platforms that may be one machine. */
export function machineEndpoints(services: MachineServices): Endpoint[] {
  const { machines, guests, freshness, auditor } = services;
  const permission = guestReadPermission;
  return [
    listEndpoint(
      '/machine-pairs',
      {
        summary: 'List guests that may be one machine',
        item: machinePairSchema,
        permission,
      },
      () => freshness.ofAll(),
      async (query, { caller }) =>
        machines.list(query, await caller.guestScope()),
    ),
    endpoint({
      method: 'get',
      path: '/guests/{id}/sightings',
      summary: "See a guest's other sightings",
      permission,
      answer: guestSightingsSchema,
      handle: async ({ parameters, caller }) => {
        const id = idOf(parameters, 'guest');
        const scope = await caller.guestScope();
        // Refused here means the guest itself is not to be seen.
        await guests.get(id, scope);
        return machines.ofGuest(id, scope);
      },
    }),
    endpoint({
      method: 'post',
      path: '/machine-pairs/{id}/decide',
      summary: 'Decide whether two guests are one machine',
      permission: machineDecidePermission,
      body: machineDecisionSchema,
      answer: machinePairSchema,
      handle: async ({ parameters, body, caller, credentials, request }) => {
        const id = parameters.id ?? '';
        const scope = await caller.guestScope();
        const { after } = await audited(
          auditor,
          {
            eventId: 'machine-pair-decide',
            request,
            resource: { kind: 'machine-pair', id },
            meta: { ...body },
          },
          () => machines.decide(id, body, nameOf(credentials), scope),
          result => ({
            before: toAudit(result.before),
            after: toAudit(result.after),
          }),
        );
        return after;
      },
    }),
  ];
}

const toAudit = ({ left, right, verdict, reason }: MachinePair) => ({
  verdict,
  reason,
  left: left.id,
  right: right.id,
});
