import { setTimeout as delay } from 'node:timers/promises';
import {
  ApiError,
  route,
  type PermissionCheck,
  type Route,
} from '../http/index.ts';
import type { Guest } from '../../world/Guest.ts';
import { AGENT_ANSWERS } from './agentAnswers.ts';
import type { Entry } from './Entry.ts';
import { guestOf } from './guestRoutes.ts';
import { hasAgent } from './guestStatus.ts';
import { GUEST } from './parameters.ts';

/** How long Proxmox waits for an agent that took the question and never answers. */
const PATIENCE_SECONDS = 3;

/** Questions to the agent inside a machine; what goes wrong is a 500 that says so. */
export function agentRoutes(entry: Entry): Route[] {
  const permission = agentPermission(entry.cluster.plan.major);
  const questions = Object.keys(AGENT_ANSWERS).map(question =>
    route({
      method: 'GET',
      path: `/nodes/{node}/qemu/{vmid}/agent/${question}`,
      parameters: GUEST,
      permission,
      async handler({ parameters, signal }) {
        const guest = guestOf(entry, 'qemu', parameters);
        await requireAgent(guest, question, signal);
        return { result: AGENT_ANSWERS[question]?.(guest, entry.world) };
      },
    }),
  );
  const ping = route({
    method: 'POST',
    path: '/nodes/{node}/qemu/{vmid}/agent/ping',
    parameters: GUEST,
    permission,
    async handler({ parameters, signal }) {
      await requireAgent(guestOf(entry, 'qemu', parameters), 'ping', signal);
      return { result: {} };
    },
  });
  return [...questions, ping];
}

/** Version 9 took the privilege away that version 8 asks for, and made two of its own. */
function agentPermission(major: number): PermissionCheck {
  return {
    path: '/vms/{vmid}',
    any:
      major >= 9
        ? ['VM.GuestAgent.Audit', 'VM.GuestAgent.Unrestricted']
        : ['VM.Monitor'],
  };
}

async function requireAgent(
  guest: Guest,
  question: string,
  signal: AbortSignal,
): Promise<void> {
  if (!hasAgent(guest)) throw ApiError.failed('No QEMU guest agent configured');
  if (guest.power === 'stopped')
    throw ApiError.failed(`VM ${guest.vmid} is not running`);
  if (guest.detail.inside.agent === 'absent') {
    throw ApiError.failed('QEMU guest agent is not running');
  }
  if (guest.detail.inside.agent === 'answering' && guest.power === 'running')
    return;
  await delay(PATIENCE_SECONDS * 1000, undefined, { signal });
  throw ApiError.failed(
    `VM ${guest.vmid} qmp command 'guest-${question}' failed - got timeout`,
  );
}
