import { classifyAnswer, isRepeatable } from './classifyAnswer';

it.each([
  [401, 'No ticket', 'unauthenticated'],
  [401, 'Permission denied - invalid csrf token', 'unauthenticated'],
  [403, 'Permission check failed (/vms/100, VM.Audit)', 'refused'],
  [
    403,
    "URI '/access/ticket' not available with API token, need proper ticket.",
    'refused',
  ],
  [400, 'Parameter verification failed.', 'invalid'],
  [501, "Method 'GET /nope' not implemented", 'invalid'],
  [404, 'Not Found', 'not-found'],
  [
    500,
    "Configuration file 'nodes/pve1/qemu-server/101.conf' does not exist",
    'not-found',
  ],
  [
    500,
    "unable to find configuration file for VM 101 on node 'pve1'",
    'not-found',
  ],
  [500, "no such user ('x@pve')", 'not-found'],
  [
    500,
    "unable to create VM 100 - VM 100 already exists on node 'pve'",
    'conflict',
  ],
  [500, 'VM is locked (clone)', 'locked'],
  [
    500,
    "can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout",
    'locked',
  ],
  [500, 'No QEMU guest agent configured', 'agent-silent'],
  [500, 'QEMU guest agent is not running', 'agent-silent'],
  [500, 'VM 100 is not running', 'agent-silent'],
  [500, 'CT 200 not running', 'agent-silent'],
  [
    500,
    "VM 100 qmp command 'guest-network-get-interfaces' failed - got timeout",
    'agent-silent',
  ],
  [
    500,
    "hostname lookup 'pve9' failed - failed to get address info for: pve9",
    'node-silent',
  ],
  [500, 'Internal Server Error', 'unavailable'],
  [502, 'Bad Gateway', 'unavailable'],
  [503, 'Service Unavailable', 'unavailable'],
  [595, 'No route to host', 'node-silent'],
  [596, 'Connection timed out', 'node-silent'],
  [599, 'Too many redirections', 'node-silent'],
  [301, 'Moved Permanently', 'unavailable'],
])('takes %i %p on a read for %s', (statusCode, reason, expected) => {
  expect(classifyAnswer({ statusCode, reason, mutating: false })).toBe(
    expected,
  );
});

it.each([
  [500, 'Internal Server Error'],
  [502, 'Bad Gateway'],
  [595, 'Connection refused'],
  [596, 'Connection timed out'],
  [500, "hostname lookup 'pve9' failed"],
])(
  'knows that after %i %p a change may have been made',
  (statusCode, reason) => {
    expect(classifyAnswer({ statusCode, reason, mutating: true })).toBe(
      'unknown-outcome',
    );
  },
);

it.each([
  [403, 'Permission check failed (/vms/100, VM.Audit)', 'refused'],
  [500, 'VM is locked (clone)', 'locked'],
  [500, 'VM 100 already exists', 'conflict'],
])(
  'knows that after %i %p nothing was changed',
  (statusCode, reason, expected) => {
    expect(classifyAnswer({ statusCode, reason, mutating: true })).toBe(
      expected,
    );
  },
);

it('never repeats a call that may have taken effect, or was refused', () => {
  for (const failure of [
    'unknown-outcome',
    'refused',
    'unauthenticated',
    'not-found',
    'agent-silent',
  ] as const) {
    expect(isRepeatable(failure)).toBe(false);
  }
});
